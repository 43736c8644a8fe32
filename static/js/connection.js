// #connection says that the network is gone, and keeps what was typed on the page until a person sends it.
// Nothing is sent by itself: an application or a decision leaves only by a touch.
import { hasUnsentAnswers } from "./forms.js";

const PATIENCE_MS = 5_000;
const AGAIN_MS = 10_000;
/** An own file that says nothing about anybody, and that no sign-in is prolonged by. */
const PROBE = document.querySelector("link[rel=icon]").href;

const banner = document.getElementById("connection");
let isLost = false;
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

function regain() {
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

/** The banner goes to where the person looks: to the button that was pressed, or the top of its form. */
function holdBack(event) {
  if (!isLost && navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = { form: event.target, submitter: event.submitter };
  const place = event.target.contains(event.submitter) ? event.submitter : event.target.firstElementChild;
  (place.closest(".actions") ?? place).before(banner);
  lose();
  banner.scrollIntoView({ block: "nearest" });
  doubt();
}

function sendNow() {
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
banner.querySelector("button").addEventListener("click", sendNow);
if (!navigator.onLine) lose();
