// Typed answers outlive the page: a <form data-keep="/address"> sends itself there 600 ms after the last
// change, and at once when the page is left. The server keeps what it gets as a draft and says nothing.
import { doubt, regain } from "./connection.js";
import { isSignedIn, touched } from "./session.js";

const PAUSE_MS = 600;

/** form → timer of a change that is not sent yet */
const waiting = new Map();
let underWay = Promise.resolve();

function forget(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
}

/** What is typed, without files. The idempotency key stays unused, for the real submit. */
function answers(form) {
  const data = new FormData(form);
  data.delete("idempotency_key");
  data.append("switch", "keep");
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

async function send(form, body) {
  try {
    const response = await fetch(form.dataset.keep, { method: "POST", body, keepalive: true });
    form.dataset.kept = isSignedIn(response) ? "yes" : "no";
    regain();
    if (isSignedIn(response)) touched();
  } catch {
    form.dataset.kept = "no";
    doubt();
  }
}

/** One at a time and in order: an older answer never overtakes a newer one. */
function keep(form) {
  forget(form);
  underWay = underWay.then(() => send(form, answers(form)));
}

function later({ target }) {
  const form = target.form;
  if (!form?.dataset.keep) return;
  forget(form);
  waiting.set(form, setTimeout(keep, PAUSE_MS, form));
}

/** A page that is being left waits for nothing under way. */
function leave() {
  for (const form of [...waiting.keys()]) {
    forget(form);
    send(form, answers(form));
  }
}

function catchUp() {
  for (const form of document.querySelectorAll("[data-kept=no]")) keep(form);
}

document.addEventListener("input", later);
document.addEventListener("change", later);
document.addEventListener("submit", ({ target }) => forget(target));
document.addEventListener("visibilitychange", () => document.hidden && leave());
document.addEventListener("connection:back", catchUp);
document.addEventListener("htmx:error", ({ target }) => {
  if (target.dataset?.keep) target.dataset.kept = "no";
});
window.addEventListener("pagehide", leave);
