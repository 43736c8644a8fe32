// #connection says that the network is gone, and keeps what was typed on the page until a person sends it.
// Forms are sent by htmx (ui/forms.html), so that the page stays when that fails. Nothing is sent by itself:
// an application or a decision leaves only by a touch.
import { hasUnsentAnswers } from "./forms.js";
import { onNews, showTrouble } from "./news.js";

const PATIENCE_MS = 5_000;
const AGAIN_MS = 10_000;
const LONG_MS = 2_000;
/** An own file that says nothing about anybody, and that no sign-in is prolonged by. */
const PROBE = document.querySelector("link[rel=icon]").href;

let banner;
let isLost = false;
let timer;
let waiting;
/** The form that could not be sent, and the button that was pressed. */
let held = null;

async function isReachable() {
  if (!navigator.onLine) return false;
  const options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE_MS) };
  return fetch(PROBE, options).then(
    () => true,
    () => false,
  );
}

/** "" hides the banner; "sending", "lost" and "back" show the words of that part and say them. */
function show(part) {
  banner.hidden = !part;
  for (const words of banner.querySelectorAll("[data-connection]")) {
    words.hidden = words.dataset.connection !== part;
    if (!words.hidden) document.getElementById("news").textContent = words.querySelector("p").textContent;
  }
}

/** The banner goes to where the person looks: to the button that was pressed, or the top of its form. */
function showBeside(part, { form, submitter }) {
  const place = form.contains(submitter) ? submitter : form.firstElementChild;
  (place.closest(".actions") ?? place).before(banner);
  show(part);
  banner.scrollIntoView({ block: "nearest" });
}

function lose() {
  clearTimeout(timer);
  timer = setTimeout(doubt, AGAIN_MS);
  if (isLost) return;
  isLost = true;
  if (document.querySelector("main form")) show("lost");
}

/** The server has just answered something. */
export function regain() {
  clearTimeout(timer);
  if (!isLost) return;
  isLost = false;
  show(held ? "back" : "");
  document.dispatchEvent(new Event("connection:back"));
}

/** Something failed, or may work again: find out. */
export async function doubt() {
  if (await isReachable()) regain();
  else lose();
  return isLost;
}

/** A form that htmx sends, and its button; undefined for what is only looked up. */
function sent({ ctx }) {
  const { form, submitter } = ctx?.request ?? {};
  return form?.matches("[hx-boost]") ? { form, submitter } : undefined;
}

function begin({ detail }) {
  const sending = sent(detail);
  if (!sending) return;
  held = null;
  clearTimeout(waiting);
  waiting = setTimeout(showBeside, LONG_MS, "sending", sending);
}

function end({ detail }) {
  if (!sent(detail) || detail.ctx.keepIndicators) return;
  clearTimeout(waiting);
  if (!held) show("");
}

async function fail({ detail }) {
  const [sending, wasLost] = [sent(detail), isLost];
  if (sending) held = sending;
  if (await doubt()) {
    if (held) showBeside("lost", held);
  } else if (!wasLost) {
    if (sending) forget();
    showTrouble(detail.ctx, true);
  }
}

/** It is still on the page, and to press again is enough. */
function forget() {
  held = null;
  show("");
}

function sendNow({ target }) {
  if (!target.closest("#connection button") || !held) return;
  const { form, submitter } = held;
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}

/** What leads to another page would end on the browser's own words, and what was typed with it. */
function stay(event) {
  if (!isLost || !hasUnsentAnswers()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show("lost");
  banner.scrollIntoView({ block: "nearest" });
}

function stayWhereSent(event) {
  if (!event.target.closest("main")) stay(event);
}

function stayWhereLinked(event) {
  const link = event.target.closest("a[href]");
  if (link && !link.hash && link.origin === location.origin) stay(event);
}

onNews(() => (banner = document.getElementById("connection") ?? banner));
window.addEventListener("submit", stayWhereSent, { capture: true });
window.addEventListener("offline", lose);
window.addEventListener("online", doubt);
document.addEventListener("click", stayWhereLinked);
document.addEventListener("click", sendNow);
document.addEventListener("htmx:before:request", begin);
document.addEventListener("htmx:error", fail);
document.addEventListener("htmx:after:request", regain);
document.addEventListener("htmx:finally:request", end);
if (!navigator.onLine) lose();
