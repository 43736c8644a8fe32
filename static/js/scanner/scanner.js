// [data-scanner]: the customer's QR code fills in the reference. Typing it always works as well, so that
// whatever goes wrong here is one sentence.
import { begin, end, hasCamera } from "./camera.js";
import { readerOf, referenceIn } from "./codes.js";

const PAUSE_MS = 150;
const TROUBLES = { NotAllowedError: "refused", NotFoundError: "missing", OverconstrainedError: "missing" };

let scanner, button, video, words, reference, code;
let timer;

/** The sentence of that name; the same one is not said twice in a row. */
function say(name) {
  const sentence = name && words.dataset[name].replace("{reference}", reference.value);
  if (words.textContent !== sentence) words.textContent = sentence;
}

function isOn() {
  return !video.hidden;
}

function show(on) {
  button.querySelector("[data-when=off]").hidden = on;
  button.querySelector("[data-when=on]").hidden = !on;
  video.hidden = !on;
}

async function start() {
  show(true);
  say("starting");
  try {
    const [begun, read] = await Promise.all([begin(video), readerOf(scanner.dataset.decoder)]);
    if (!begun) return;
    say("looking");
    video.scrollIntoView({ block: "nearest" });
    look(read);
  } catch (error) {
    if (!isOn()) return;
    stop(TROUBLES[error.name] ?? "broken");
  }
}

function stop(sentence) {
  clearTimeout(timer);
  end();
  show(false);
  say(sentence);
}

async function look(read) {
  const text = await read(video).catch(() => undefined);
  if (!isOn()) return;
  const found = text && referenceIn(text, scanner.dataset.address);
  if (found) return take(found);
  if (text) say("foreign");
  timer = setTimeout(look, PAUSE_MS, read);
}

function take(found) {
  reference.value = found;
  reference.dispatchEvent(new Event("input", { bubbles: true }));
  stop("read");
  code.focus();
}

function leave() {
  if (isOn()) stop("");
}

async function reveal() {
  scanner.hidden = !(await hasCamera());
}

/** Looks for its place on the page, which the answer to a form makes anew. */
function settle() {
  const found = document.querySelector("[data-scanner]");
  if (!found || found === scanner) return;
  if (scanner) leave();
  scanner = found;
  button = scanner.querySelector("button");
  video = scanner.querySelector("video");
  words = scanner.querySelector("[aria-live]");
  reference = document.getElementById(scanner.dataset.scanner);
  code = document.getElementById(scanner.dataset.then);
  button.addEventListener("click", () => (isOn() ? stop("stopped") : start()));
  reveal();
}

settle();
navigator.mediaDevices?.addEventListener("devicechange", reveal);
document.addEventListener("htmx:after:swap", settle);
document.addEventListener("keydown", ({ key }) => key === "Escape" && isOn() && stop("stopped"));
document.addEventListener("visibilitychange", () => document.hidden && leave());
window.addEventListener("pagehide", leave);
