// A slider and a number box for each variable.

import { el, hold, put, set, mark, byId } from "../dom.js";
import { four, plain, number, typed, finite } from "../format.js";
import { nameMarkup } from "../math.js";
import { cards } from "../room.js";
import { widthOf } from "../stage/letters.js";
import { showFitted, widthOfFormula } from "../stage/names.js";
import { state, repaint } from "../state.js";
import { assign, opening } from "../runner.js";
import { settled } from "../address.js";
import { ask, Refusal, Silence } from "../engine.js";
import { word } from "../wire.js";

/** How wide a name and the ends of its slider may be together; in a narrow window, where the ends have no room, a name alone. */
let room = 98;
const CARD = 104;
/** How high the letters of a name are and those of the ends, and what is between them. */
const [NAME, ENDS, BETWEEN] = [14, 12, 6];
/** The boxes stand in columns of one width. */
const seen = new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width === 0 || contentRect.width === room) return;
  room = contentRect.width;
  repaint();
});

/** Paints sliders and boxes; of a tape of very many inputs the first have one. */
export function paintVariables() {
  const inputs = (state.outline ?? state.tape)?.inputs;
  if (!inputs) return;
  hold(byId("vars"), `${opening()} ${inputs.map((input) => input.name).join(" ")}`, () => {
    const all = inputs.map(build);
    seen.disconnect();
    if (all.length > 0) seen.observe(all[0].querySelector("label"));
    return all;
  });
  inputs.forEach((input, k) => show(k, input));
  mark(byId("vars"), "many", inputs.length > 3);
}

/** What a variable is worth. */
const worth = (input) => number(state.point[input.name] ?? input.value);
/** The variable of a box as it is now. */
const inputOf = (k) => (state.outline ?? state.tape).inputs[k];

/** A slider and a number box. */
function build(input, k) {
  const { name } = input;
  const range = el("span", { class: "mute small range", id: `range-${k}`, role: "status" });
  const box = el("input", { class: "num", id: `num-${k}`, inputmode: "decimal", autocomplete: "off", "aria-label": `value of ${name}`, "aria-describedby": `range-${k}` });
  const slider = el("input", { type: "range", class: "slider", id: `slide-${k}`, step: "any", "aria-label": name });
  slider.addEventListener("input", () => move(k, snapped(slider)));
  slider.addEventListener("change", settled);
  slider.addEventListener("keydown", (event) => arrows(event, slider, k));
  box.addEventListener("input", () => set(box, "aria-invalid", null));
  box.addEventListener("change", () => take(box, k));
  box.addEventListener("focus", () => box.select());
  return el("div", { class: "var" }, el("label", { for: `num-${k}` }, el("span", { id: `called-${k}`, class: "called" }), " ", range), box, slider);
}

/** Gives a variable a value; a word in its box is forgotten. */
function move(k, value) {
  set(byId(`num-${k}`), "aria-invalid", null);
  assign(inputOf(k).name, value);
}

/** The slider's value, on a grid of 800 places. */
function snapped(slider) {
  const grid = (Number(slider.max) - Number(slider.min)) / 800;
  return Number((Math.round(Number(slider.value) / grid) * grid).toPrecision(10));
}

/** Arrow keys on a slider: one step is a hundredth of an eighth; Shift ten, Alt a tenth of it. */
function arrows(event, slider, k) {
  const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!direction) return;
  event.preventDefault();
  event.stopPropagation();
  const unit = ((Number(slider.max) - Number(slider.min)) / 8) * 0.01;
  const by = unit * direction * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
  move(k, Number((worth(inputOf(k)) + by).toPrecision(10)));
  settled();
}

/** Takes what was typed into a box: a number, or what the engine makes one of, as `pi/2`. */
async function take(box, k) {
  const text = box.value.trim();
  box.dataset.asked = "";
  const value = typed(text) ?? word(text) ?? (await constant(text));
  delete box.dataset.asked;
  if (box.value.trim() !== text) return;
  if (value === null) {
    set(box, "aria-invalid", "true");
    repaint();
    return put(byId(`range-${k}`), text === "" ? "a number is missing" : "this is no number");
  }
  move(k, value);
  settled();
}

/** The value of a text that reads no variable, or `null`. */
async function constant(text) {
  if (text === "") return null;
  try {
    const { inputs, output } = await ask("record", { model: { text, at: [] }, brief: true });
    return inputs.length === 0 && finite(output.value) ? number(output.value) : null;
  } catch (error) {
    if (error instanceof Refusal || error instanceof Silence) return null;
    throw error;
  }
}

/** Writes one variable's value; a box that holds no number, or none yet, keeps what was typed, and says so. */
function show(k, input) {
  const [slider, box, range] = [byId(`slide-${k}`), byId(`num-${k}`), byId(`range-${k}`)];
  const value = worth(input);
  const [low, high] = reach(slider, input, value);
  set(slider, "min", String(low));
  set(slider, "max", String(high));
  if (document.activeElement !== slider || Number(slider.value) !== value) slider.value = String(value);
  slider.style.setProperty("--fill", `${filled(value, low, high) * 100}%`);
  set(slider, "aria-valuetext", `${input.name} is ${four(value)}`);
  const wrong = box.getAttribute("aria-invalid") !== null;
  mark(range, "al", wrong);
  showNamed(k, input, range, between(low, high), wrong);
  if (wrong || "asked" in box.dataset) return;
  put(range, between(low, high));
  if (document.activeElement !== box) box.value = boxed(value);
  mark(box, "long", box.value.length > FITS);
}

/** Which part of a slider lies below a value, which may be infinite. */
function filled(value, low, high) {
  const part = (value - low) / (high - low);
  return Number.isFinite(part) ? part : Number(value > 0);
}

/** The name of a variable, and whether the ends of its slider are seen beside it: they are never cut, and what is wrong stands elsewhere. */
function showNamed(k, { name }, range, ends, wrong) {
  const markup = nameMarkup(name);
  const most = cards() ? CARD : room;
  mark(range, "sr", !wrong && !cards() && widthOfFormula(markup) * NAME + BETWEEN + widthOf(ends, 400, ENDS) > most);
  showFitted(byId(`called-${k}`), markup, name, most, NAME);
}

/** So many letters stand in a box as they are; up to so many in smaller ones. */
const FITS = 8;
const MOST = 10;

/** A value as its box has room for it: four decimals, fewer where there are many digits before them. */
function boxed(value) {
  const text = four(value);
  return text.length <= MOST || !finite(value) || /×/.test(text) ? text : plain(Number(value.toFixed(Math.max(0, 4 - (text.length - MOST)))));
}

/** The ends in words, short enough to stand beside the name. */
function between(low, high) {
  const text = `${plain(low)} to ${plain(high)}`;
  return low === -high && text.length > 10 ? `±${plain(high)}` : text;
}

/** The slider's ends: the engine's; they stay while the value is between them. */
function reach(slider, input, value) {
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const inside = slider.hasAttribute("max") && value >= low && value <= high;
  return inside ? [low, high] : input.range.map(number);
}
