// #connection says that the network is gone, and keeps what was typed on the page until a person sends it.
// Nothing is sent by itself: an application or a decision leaves only by a touch.
import { hasUnsentAnswers } from "./forms.js";

const PATIENCE_MS = 5_000;
const AGAIN_MS = 10_000;
/** After so long without a word from the server, ask before a form is sent: a failed page would take its place. */
const STALE_MS = 30_000;
/** An own file that says nothing about anybody, and that no sign-in is prolonged by. */
const PROBE = document.querySelector("link[rel=icon]").href;

const banner = document.getElementById("connection");
let isLost = false;
let lastHeard = performance.now();
let timer;
/** The form that was held back, and the button that was pressed. */
let held = null;

async function isReachable() {
  if (!navigator.onLine) return false;
  const options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE_MS) };
  return fetch(PROBE, options).then(
    () => true,
    () => false,
  );
}

/** "" hides the banner; "lost" and "back" show the words of that part and say them. */
function show(part) {
  banner.hidden = !part;
  for (const words of banner.querySelectorAll("[data-connection]")) {
    words.hidden = words.dataset.connection !== part;
    if (!words.hidden) document.getElementById("news").textContent = words.firstElementChild.textContent;
  }
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
  lastHeard = performance.now();
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

function mayFail(form) {
  return isLost || !navigator.onLine || (form.method === "post" && performance.now() - lastHeard > STALE_MS);
}

async function holdBack(event) {
  if (!mayFail(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const wasLost = isLost;
  held = { form: event.target, submitter: event.submitter };
  if (wasLost) showBeside(held);
  if (await doubt()) showBeside(held);
  else if (!wasLost) sendNow();
}

/** The banner goes to where the person looks: to the button that was pressed, or the top of its form. */
function showBeside({ form, submitter }) {
  const place = form.contains(submitter) ? submitter : form.firstElementChild;
  (place.closest(".actions") ?? place).before(banner);
  show("lost");
  banner.scrollIntoView({ block: "nearest" });
}

function sendNow() {
  if (!held) return;
  const { form, submitter } = held;
  held = null;
  show("");
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}

/** A link to another page would end on the browser's own words, and what was typed with it. */
function stay(event) {
  const link = event.target.closest("a[href]");
  if (!link || !isLost || link.hash || link.origin !== location.origin || !hasUnsentAnswers()) return;
  event.preventDefault();
  show("lost");
  banner.scrollIntoView({ block: "nearest" });
}

window.addEventListener("submit", holdBack, { capture: true });
window.addEventListener("offline", lose);
window.addEventListener("online", doubt);
document.addEventListener("click", stay);
document.addEventListener("htmx:error", doubt);
document.addEventListener("htmx:after:request", regain);
banner.querySelector("button").addEventListener("click", sendNow);
if (!navigator.onLine) lose();
