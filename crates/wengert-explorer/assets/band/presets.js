// The menu of presets: functions worth watching, each with what it teaches.

import { el, set, byId, hold } from "../dom.js";
import { math } from "../math.js";
import { ask, Refusal, Silence } from "../engine.js";
import { state } from "../state.js";
import { open } from "../runner.js";

/** Fetches the list and listens to the menu. */
export async function bindPresets() {
  const button = byId("presets");
  const menu = byId("preset-menu");
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("keydown", keys);
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && event.target !== button) show(false);
  });
  let presets = [];
  try {
    presets = (await ask("presets")).presets;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    button.hidden = true;
  }
  hold(menu, "presets", () => presets.map(entry));
  menu.querySelector("button")?.setAttribute("tabindex", "0");
}

/** Opens or closes the menu. */
function show(on) {
  byId("preset-menu").hidden = !on;
  set(byId("presets"), "aria-expanded", String(on));
  if (on) byId("preset-menu").querySelector("button")?.focus();
  else if (byId("preset-menu").contains(document.activeElement)) byId("presets").focus();
}

/** One preset: its name, its formula as text, what it teaches. */
function entry(preset) {
  const node = el("button", { class: "preset", role: "menuitem", tabindex: "-1" },
    el("span", { class: "b", text: preset.title }),
    el("code", { class: "mono", text: preset.model.text }),
    el("span", { class: "sub", text: preset.lesson }));
  node.addEventListener("click", () => take(preset));
  return node;
}

/** Arrows move, Escape closes. */
function keys(event) {
  const items = [...byId("preset-menu").querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape") show(false);
  else if (event.key === "Tab") show(false);
  else if (to !== undefined) items[(to + items.length) % items.length].focus();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

/** Views that are about no model of the reader's. */
const APART = ["learn", "cost"];

/** Opens a preset: in the view that shows it best, else where the reader is. */
export function take(preset) {
  show(false);
  const view = preset.view ?? (APART.includes(state.view) ? "tape" : state.view);
  open({ source: preset.model.text, point: Object.fromEntries(preset.model.at), view });
}
