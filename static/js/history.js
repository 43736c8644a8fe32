// A page that Back restored from memory may show another moment, or another person's money: ask for it again.
// Unless that would lose what was typed, because there is no network to ask.
import { doubt } from "./connection.js";
import { hasUnsentAnswers } from "./forms.js";

window.addEventListener("pageshow", async ({ persisted }) => {
  if (persisted && !(hasUnsentAnswers() && (await doubt()))) location.reload();
});
