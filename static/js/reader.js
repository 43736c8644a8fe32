// Read aloud, sentence by sentence, with a voice of this device. Nothing speaks unless a person asked.
import { onNews } from "./news.js";
import { rangeOf, sentencesIn } from "./sentences.js";
import { voiceFor } from "./voices.js";

const SLOWEST = 0.6;
const FASTEST = 1.2;
const STEP = 0.1;
const RATE_KEY = "reader-rate";
const NOW = "reader-now";

/** What is being read: { bar, sentences, at, utterance }; `utterance` is null while paused. */
let reading = null;
let rate = Number(sessionStorage.getItem(RATE_KEY)) || 1;

function say(sentence) {
  const utterance = new SpeechSynthesisUtterance(sentence.text);
  utterance.voice = voiceFor(sentence.lang) ?? voiceFor(document.documentElement.lang);
  utterance.lang = utterance.voice.lang;
  utterance.rate = rate;
  utterance.onend = () => utterance === reading?.utterance && speakFrom(reading.at + 1);
  utterance.onerror = () => utterance === reading?.utterance && stop();
  reading.utterance = utterance;
  speechSynthesis.speak(utterance);
}

/** Pausing is this too, and going on says the sentence anew: not every browser can pause. */
function hush() {
  reading.utterance = null;
  speechSynthesis.cancel();
}

function unmark() {
  reading.block?.classList.remove(NOW);
  CSS.highlights?.delete(NOW);
}

function highlight(sentence) {
  unmark();
  reading.block = sentence.block;
  sentence.block.classList.add(NOW);
  CSS.highlights?.set(NOW, new Highlight(rangeOf(sentence)));
  sentence.block.scrollIntoView({ block: "nearest" });
}

function speakFrom(at) {
  hush();
  const there = reading.sentences.findIndex((sentence, index) => index >= at && sentence.block.isConnected);
  if (there < 0) return stop();
  reading.at = there;
  highlight(reading.sentences[there]);
  say(reading.sentences[there]);
  showState("speaking");
}

function showState(state) {
  const { bar } = reading;
  bar.dataset.state = state;
  bar.querySelector("[data-reader-pause]")?.setAttribute("aria-pressed", state === "paused");
}

function rootFor(bar) {
  return document.getElementById(bar.dataset.readerSection) ?? document.querySelector("main");
}

function play(bar) {
  if (reading?.bar === bar) return reading.utterance ? undefined : speakFrom(reading.at);
  if (reading) stop();
  reading = { bar, sentences: sentencesIn(rootFor(bar)) };
  speakFrom(0);
}

function pause(bar) {
  if (reading?.bar !== bar) return;
  if (!reading.utterance) return speakFrom(reading.at);
  hush();
  showState("paused");
}

function stop() {
  if (!reading) return;
  hush();
  unmark();
  showState("silent");
  reading = null;
}

function setRate(wanted) {
  const allowed = Math.min(FASTEST, Math.max(SLOWEST, Math.round(wanted * 10) / 10));
  if (allowed === rate) return;
  rate = allowed;
  sessionStorage.setItem(RATE_KEY, rate);
  if (reading?.utterance) speakFrom(reading.at);
  showRate();
}

function showRate() {
  for (const button of document.querySelectorAll("[data-reader-slower], [data-reader-faster]")) {
    const end = button.matches("[data-reader-slower]") ? SLOWEST : FASTEST;
    button.setAttribute("aria-disabled", rate === end);
  }
}

const ACTIONS = {
  play,
  pause,
  stop,
  slower: () => setRate(rate - STEP),
  faster: () => setRate(rate + STEP),
};

function act({ target }) {
  const button = target.closest("button");
  const bar = button?.closest("[data-reader]");
  if (!bar) return;
  for (const [name, action] of Object.entries(ACTIONS)) {
    if (button.matches(`[data-reader-${name}]`)) action(bar);
  }
}

function reveal() {
  if (!voiceFor(document.documentElement.lang)) return;
  for (const bar of document.querySelectorAll("[data-reader]")) bar.hidden = false;
  showRate();
}

if (window.speechSynthesis) {
  onNews(reveal);
  speechSynthesis.addEventListener?.("voiceschanged", reveal);
  document.addEventListener("click", act);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  window.addEventListener("pagehide", stop);
}
