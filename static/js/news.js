// What assistive technology needs of an htmx swap: busy while it loads, focus kept when its place is
// replaced, and the words of the news said by the live region, which no swap replaces.

const focusedBefore = new WeakMap();

/** Has `improve` look at the page now and again after every swap. */
export function onNews(improve) {
  improve();
  document.addEventListener("htmx:after:swap", improve);
}

/** Moves focus to what a Tab would not reach, without making it a tab stop. */
export function focusOn(element) {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

function setBusy({ target }, busy) {
  if (busy) target?.setAttribute("aria-busy", "true");
  else target?.removeAttribute("aria-busy");
}

/** A part that asks by itself fails by itself, and asks again: only what a person did is worth a word. */
export function isAskedFor({ sourceEvent }) {
  return sourceEvent?.type !== "every";
}

/** That the bank did not answer, where a person waits for an answer. */
export function showTrouble(ctx, shown) {
  if (!ctx || !isAskedFor(ctx)) return;
  for (const words of document.querySelectorAll("[data-trouble]")) {
    words.hidden = !shown;
    if (shown) words.scrollIntoView({ block: "nearest" });
  }
}

/** Focus moves only when the swap took away what had it: a poll elsewhere on the page moves nobody. */
function keepPlace({ detail, target: part }) {
  const before = focusedBefore.get(detail.ctx);
  if (!before || before.isConnected || document.activeElement !== document.body) return;
  const wanted = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  if (wanted) focusOn(wanted);
}

/** Of a part that came anew in the place of its target, what a person who does not see it is told. */
function tell({ detail: { ctx } }) {
  const words = document.getElementById(ctx.target?.id)?.querySelector("[data-news]");
  if (words) document.getElementById("news").textContent = words.textContent;
}

document.addEventListener("htmx:before:request", ({ detail }) => setBusy(detail.ctx, true));
document.addEventListener("htmx:finally:request", ({ detail }) => setBusy(detail.ctx, false));
document.addEventListener("htmx:before:swap", ({ detail }) => {
  if (document.activeElement !== document.body) focusedBefore.set(detail.ctx, document.activeElement);
});
document.addEventListener("htmx:after:swap", keepPlace);
document.addEventListener("htmx:after:swap", tell);
document.addEventListener("htmx:after:request", ({ detail }) => {
  showTrouble(detail.ctx, detail.ctx.response.status >= 500);
});
