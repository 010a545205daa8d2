// Copying: the button says for a while that it was done; where the browser refuses, the text stands selected, to be copied by hand.

import { byId, el } from "./dom.js";
import { say } from "./live.js";

/** How long the button says so. */
const SAID = 2000;

/** Makes a button copy what `text` gives then, or promises. It has room for both of its words from the beginning. */
export function copies(button, text) {
  const words = button.textContent;
  button.classList.add("copies");
  button.replaceChildren(el("span", { text: words }), el("span", { class: "done", text: "Copied" }));
  let due = 0;
  button.addEventListener("click", async () => {
    const whole = await text();
    if (whole === null) return;
    if (!(await written(whole))) return byHand(whole, button);
    button.classList.add("copied");
    say("Copied.");
    clearTimeout(due);
    due = setTimeout(() => button.classList.remove("copied"), SAID);
  });
}

/** Whether the clipboard took it. */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Shows the text, selected. */
function byHand(text, button) {
  byId("by-hand")?.remove();
  const field = el("textarea", { readonly: true, rows: "4", id: "by-hand-text", spellcheck: "false" });
  field.value = text;
  const close = () => {
    card.remove();
    if (button.isConnected) button.focus();
  };
  const card = el("section", { id: "by-hand", class: "card by-hand", "aria-label": "Text to copy" },
    el("label", { for: "by-hand-text", text: "The browser does not let the page copy. Copy this by hand:" }), field,
    el("button", { class: "btn q", text: "Close", on: { click: close } }));
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(card);
  field.focus();
  field.select();
  say("The browser does not let the page copy. The text is selected.");
}
