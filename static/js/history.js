// A page that Back restored from memory may show another moment, or another person's money: ask for it again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
