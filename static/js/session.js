// #stay warns two minutes before a sign-in lapses, is put off by one touch, and clears the screen when it has
// lapsed: unless something typed would be lost, which is never thrown away.
import { hasUnsentAnswers } from "./forms.js";
import { isAskedFor } from "./news.js";

const WARNING_MS = 120_000;
// The server's clock began a little after ours; to ask too early would only prolong the sign-in.
const GRACE_MS = 5_000;
const CHECK_MS = 1_000;
const SIGN_IN = "/sign-in";

const region = document.getElementById("stay");
const idleMs = Number(region?.dataset.idleSeconds) * 1000;
let otherTabs;
let lastTouch = performance.timeOrigin;
let timer;

/** The server has just heard from this person: every tab waits anew. */
export function touched() {
  heard(Date.now());
  otherTabs.postMessage(lastTouch);
}

/** Whether a page was answered, rather than the way to sign in again. */
export function isSignedIn(response) {
  return response.ok && new URL(response.url).pathname !== SIGN_IN;
}

function heard(moment) {
  lastTouch = Math.max(lastTouch, moment);
  check();
}

/** "" hides the region; "soon" and "lapsed" show the words of that part and say them. */
function show(part) {
  if ((region.dataset.part ?? "") === part) return;
  region.dataset.part = part;
  region.hidden = !part;
  for (const words of region.querySelectorAll("[data-stay]")) words.hidden = words.dataset.stay !== part;
  document.getElementById("news").textContent = part && wordsOf(part);
}

/** For the live region, which was there before the news: screen readers miss what comes with its own. */
function wordsOf(part) {
  return region.querySelector(`[data-stay=${part}]`)?.textContent ?? "";
}

function lapse() {
  clearInterval(timer);
  timer = undefined;
  if (hasUnsentAnswers()) show("lapsed");
  else location.replace(location.pathname + location.search);
}

function check() {
  if (!timer) return;
  const left = lastTouch + idleMs - Date.now();
  if (left < -GRACE_MS) lapse();
  else show(left < WARNING_MS ? "soon" : "");
}

async function extend(event) {
  event.preventDefault();
  const form = event.target;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (isSignedIn(response)) touched();
    else lapse();
  } catch {
    // Without a network the warning stays, and the button may be touched again.
  }
}

/** Not while the page rests in the browser's memory: a message to it there would end it, and what was typed. */
function meetOtherTabs() {
  otherTabs = new BroadcastChannel("stay");
  otherTabs.addEventListener("message", ({ data }) => heard(data));
}

function begin() {
  timer = setInterval(check, CHECK_MS);
  region.addEventListener("submit", extend);
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (isAskedFor(ctx) && ctx.response.status < 400) touched();
  });
  document.addEventListener("visibilitychange", check);
  otherTabs.postMessage(lastTouch);
}

meetOtherTabs();
window.addEventListener("pagehide", () => otherTabs.close());
window.addEventListener("pageshow", ({ persisted }) => persisted && meetOtherTabs());
if (idleMs > 0) begin();
