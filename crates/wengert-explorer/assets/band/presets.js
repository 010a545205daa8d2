// The menu of presets: functions worth watching, each with what it teaches.

import { el, set, byId, hold } from "../dom.js";
import { math } from "../math.js";
import { ask, Refusal, Silence } from "../engine.js";
import { state } from "../state.js";
import { open } from "../runner.js";
import { say } from "../live.js";

/** What the menu holds while nothing answers. */
const SILENT = "The engine does not answer. Open this menu again once it does.";

/** Listens to the menu. */
export function bindPresets() {
  const button = byId("presets");
  const menu = byId("preset-menu");
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("keydown", keys);
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && event.target !== button) show(false);
  });
}

/** Opens or closes the menu. */
async function show(on) {
  const menu = byId("preset-menu");
  menu.hidden = !on;
  set(byId("presets"), "aria-expanded", String(on));
  if (!on) return void (menu.contains(document.activeElement) && byId("presets").focus());
  await fill(menu);
  if (!menu.hidden) menu.querySelector("button")?.focus();
}

/** Puts the list into the menu, asked for when it is first opened: the page itself starts without. */
async function fill(menu) {
  if (menu.querySelector("button")) return;
  try {
    const { presets } = await ask("presets");
    hold(menu, "presets", () => presets.map(entry));
    menu.querySelector("button").setAttribute("tabindex", "0");
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    hold(menu, "silent", () => el("p", { class: "mute", text: SILENT }));
    say(SILENT);
  }
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
