// The error summary takes focus, passwords can be shown, characters are counted, nothing is sent twice.
import { focusOn, onNews } from "./news.js";

const ERRORS = "main [role=alert][tabindex='-1']";
const SAID = "main [role=status][tabindex='-1']";
const RELEASE_MS = 10_000;
const COUNT_PAUSE_MS = 400;

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
}

/** True when the page holds something typed that the server may not have. */
export function hasUnsentAnswers() {
  const refused = document.querySelector(ERRORS) !== null;
  return refused || [...document.forms].some((form) => [...form.elements].some(changed));
}

// Nothing twice

function mark(element, name, on) {
  if (on) element.setAttribute(name, "true");
  else element.removeAttribute(name);
}

/** aria-disabled and not disabled: a disabled button loses focus, and its value is not sent. */
function setBusy(form, busy) {
  mark(form, "aria-busy", busy);
  for (const button of form.elements) if (button.type === "submit") mark(button, "aria-disabled", busy);
}

function refuseSecond(event) {
  if (event.target.getAttribute("aria-busy") !== "true") return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** An answer that is a download leaves the page standing, so the form is freed again after a while. */
function send(event) {
  if (event.defaultPrevented) return;
  setBusy(event.target, true);
  setTimeout(setBusy, RELEASE_MS, event.target, false);
}

function formOf({ detail }) {
  return detail.ctx.sourceElement.closest?.("form");
}

window.addEventListener("submit", refuseSecond, { capture: true });
window.addEventListener("submit", send);
document.addEventListener("htmx:before:request", (event) => formOf(event) && setBusy(formOf(event), true));
document.addEventListener("htmx:finally:request", (event) => {
  const isLeaving = event.detail.ctx.keepIndicators; // another page is on its way
  const form = formOf(event);
  if (!form || isLeaving) return;
  // Where the answer holds the form anew, the buttons that stand outside of it belong to the new one.
  for (const each of [form, document.getElementById(form.id)]) if (each) setBusy(each, false);
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.forms) setBusy(form, false);
});

// Passwords

function show(button, shown) {
  document.getElementById(button.dataset.showPassword).type = shown ? "text" : "password";
  button.textContent = shown ? button.dataset.hide : button.dataset.show;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-show-password]");
  if (button) show(button, document.getElementById(button.dataset.showPassword).type === "password");
});
// Sent while shown, a browser would offer it again as ordinary text.
document.addEventListener("submit", ({ target }) => {
  for (const button of target.querySelectorAll("[data-show-password]")) show(button, false);
});

// Character counts

function count(field) {
  const words = document.querySelector(`[data-count-of="${CSS.escape(field.id)}"]`);
  const left = field.dataset.limit - [...field.value].length;
  words.textContent = (left < 0 ? words.dataset.over : words.dataset.left).replace("{n}", Math.abs(left));
  // Said aloud only towards the end; before that it would interrupt every pause.
  words.setAttribute("aria-live", left < field.dataset.limit / 5 ? "polite" : "off");
}

let counting;
document.addEventListener("input", ({ target }) => {
  if (!target.dataset.limit) return;
  clearTimeout(counting);
  counting = setTimeout(count, COUNT_PAUSE_MS, target);
});

onNews(() => {
  for (const button of document.querySelectorAll("[data-show-password]")) button.hidden = false;
});

/** Where the reading of a page begins: at what is to be put right, else at what the bank says of what was done. */
function begin() {
  const first = document.querySelector(ERRORS) ?? document.querySelector(SAID);
  if (first) focusOn(first);
  return first;
}

begin();
// An address with a place in it, such as "#example", takes the focus away once it has loaded.
if (location.hash) window.addEventListener("load", begin);
// The answer to a form stands in the place of the page's main part.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.select === "#main") begin() ?? focusOn(document.querySelector("main h1"));
});
