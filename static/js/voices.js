// Voices of this device only: a remote voice would send what is on the page to a stranger.

// Languages whose voices go by other names than the page's tag, the best first.
const KNOWN_AS = {
  "zh-hans": ["zh-hans", "zh-cn", "cmn-hans", "cmn-cn", "cmn", "zh-sg"],
  "zh-hant-hk": ["zh-hant-hk", "zh-hk", "yue", "zh-hant", "zh-tw", "cmn-hant"],
};

function tagOf(voice) {
  return voice.lang.toLowerCase().replaceAll("_", "-");
}

function speaks(voice, name) {
  return tagOf(voice) === name || tagOf(voice).startsWith(`${name}-`);
}

/** The local voice for a language tag such as "zh-Hans" or "ar"; undefined where the device has none. */
export function voiceFor(lang) {
  const tag = lang.toLowerCase();
  const local = window.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
  for (const name of KNOWN_AS[tag] ?? [tag, tag.split("-")[0]]) {
    const fitting = local.filter((voice) => speaks(voice, name));
    if (fitting.length) return fitting.find((voice) => voice.default) ?? fitting[0];
  }
}
