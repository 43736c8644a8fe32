// <details class="menu"> closes as people expect: on Escape, which gives focus back to its summary, on a
// touch outside, and when the keyboard leaves it.
const OPEN = "details.menu[open]";

function closeAllBut(kept) {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(kept)) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest(OPEN) ?? document.querySelector(OPEN);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => closeAllBut(event.target));
document.addEventListener("focusin", (event) => closeAllBut(event.target));
