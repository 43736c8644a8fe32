// A part of a page as the sentences a person would read out, each with the place it stands at.

const SKIPPED = [
  "nav, header:not(main header), footer:not(main footer), button, select, textarea",
  "script, style, template, svg, [hidden], [aria-hidden=true], [data-reader], [data-reader-skip]",
].join();
const BLOCK = [
  "p, li, dt, dd, th, td, h1, h2, h3, h4, caption, legend, label, summary, figcaption",
  "div, section, article, main",
].join();
const HAS_WORDS = /[\p{L}\p{N}]/u;

function isSilent(element) {
  return element.matches(SKIPPED) || element.checkVisibility?.() === false;
}

/** Text as it is read: `data-say` stands for what is inside ("account ending in 4821" for "•••• 4821"). */
function* piecesOf(parent) {
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) yield { node, text: node.data.replace(/\s/g, " ") };
    else if (node.nodeType !== Node.ELEMENT_NODE || isSilent(node)) continue;
    else if (node.tagName === "BR") yield { node, text: "\n" };
    else if (node.dataset.say) yield { node, text: ` ${node.dataset.say} ` };
    else yield* piecesOf(node);
  }
}

function runsOf(root) {
  const runs = [];
  for (const piece of piecesOf(root)) {
    const block = piece.node.parentElement.closest(BLOCK);
    if (runs.at(-1)?.block !== block) runs.push({ block, pieces: [] });
    runs.at(-1).pieces.push(piece);
  }
  return runs;
}

function cut(text, lang) {
  if (!Intl.Segmenter) return [{ segment: text, index: 0 }];
  return [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
}

function sentencesOfRun({ block, pieces }) {
  const text = pieces.map((piece) => piece.text).join("");
  const { lang } = block.closest("[lang]");
  const spoken = cut(text, lang).filter(({ segment }) => HAS_WORDS.test(segment));
  return spoken.map(({ segment, index: from }) => {
    return { text: segment.trim(), lang, block, pieces, from, to: from + segment.length };
  });
}

function place(range, edge, pieces, offset) {
  let left = offset;
  for (const { node, text } of pieces) {
    if (left > text.length) left -= text.length;
    else if (node.nodeType === Node.TEXT_NODE) return range[`set${edge}`](node, Math.min(left, node.length));
    else return edge === "Start" ? range.setStartBefore(node) : range.setEndAfter(node);
  }
}

/** Sentences of `root` in reading order: { text, lang, block, … }. */
export function sentencesIn(root) {
  return runsOf(root).flatMap(sentencesOfRun);
}

/** Where a sentence stands, for highlighting. */
export function rangeOf({ pieces, from, to }) {
  const range = new Range();
  place(range, "Start", pieces, from);
  place(range, "End", pieces, to);
  return range;
}
