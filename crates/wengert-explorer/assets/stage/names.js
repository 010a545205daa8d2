// Long names in little room: a formula that does not fit has its names cut, with an ellipsis, and the whole for who points at it.

import { hold, set } from "../dom.js";
import { math } from "../math.js";
import { widthInMath } from "./letters.js";

/** How much larger a formula is than the text around it, and the number or word below a name than the name; css/shell.css has the first. */
const [LARGER, BELOW] = [1.12, 0.72];
/** What an operator has around it, in parts of the letters' height. */
const AROUND = 0.56;
/** The most letters that a cut name keeps. */
const MOST = 16;
/** So many formulas are known at once. */
const ENOUGH = 2000;

/** A name as the engine writes it, its bar, and what is below it; functions have a variant of letters, and are left alone. */
const NAME = /(<mi(?: data-id="\d+")?>)([^<]{3,})(<\/mi>)((?:<mo stretchy="false">¯<\/mo><\/mover>)?)(?:<mn>([^<]+)<\/mn>)?|(<mi>[^<]{1,2}<\/mi>(?:<mo stretchy="false">¯<\/mo><\/mover>)?<mn>)([A-Za-z][^<]{2,})(?=<\/mn>)/g;
/** What of a formula takes width: names, numbers and operators. */
const TOKEN = /(<\/m(?:i|over)>)?<(mi|mn|mo|mtext)\b[^>]*>([^<]*)</g;
/** What it leaves free between them. */
const SPACE = /<mspace width="([\d.]+)em"/g;
/** Operators without any space around them. */
const TIGHT = /^[()[\]|,;&¯⁡]/;

/** What is known of a formula: its width beside text one pixel high, whether a name in it can be cut, and how it was. */
const known = new Map();
document.fonts.addEventListener("loadingdone", () => known.clear());

/** The width of a formula beside text one pixel high: somewhat more than it takes. */
export function widthOfFormula(markup) {
  let width = 0;
  for (const [, space] of markup.matchAll(SPACE)) width += Number(space);
  for (const [, before, kind, text] of markup.matchAll(TOKEN)) {
    if (kind === "mo" && TIGHT.test(text)) width += /^[&¯⁡]/.test(text) ? 0 : 0.35;
    else width += (widthInMath(text) + (kind === "mo" ? AROUND : 0)) * (kind === "mn" && before ? BELOW : 1);
  }
  return width * LARGER;
}

/** What is known of a formula. */
function about(markup) {
  // Equations of inputs say their values: of those there is no end.
  if (known.size > ENOUGH) known.clear();
  if (!known.has(markup)) known.set(markup, { width: widthOfFormula(markup), long: markup.search(NAME) >= 0, cuts: new Map() });
  return known.get(markup);
}

/** A text of at most so many letters, the last of them an ellipsis. */
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A formula with its names cut to so many letters: a number below a name stays, a word gives way before the name does. */
const cutTo = (markup, most) =>
  markup.replace(NAME, (all, open, stem, close, bar, below, short, word) => {
    if (short) return short + cut(word, most - 1);
    if (below === undefined || !/^[A-Za-z]/.test(below)) return `${open}${cut(stem, most)}${close}${bar}${below === undefined ? "" : `<mn>${below}</mn>`}`;
    const left = most - stem.length;
    return left >= 2 ? `${open}${stem}${close}${bar}<mn>${cut(below, left)}</mn>` : `${open}${stem.slice(0, most - 1)}…${close}${bar}<mn></mn>`;
  });

/** A formula that fits `room` pixels beside text `size` pixels high, its long names cut as far as it takes. */
export function fitted(markup, room, size) {
  const { width, long, cuts } = about(markup);
  const most = room / size;
  if (!long || width <= most) return markup;
  const key = Math.floor(most * 8);
  if (!cuts.has(key)) {
    let [letters, short] = [MOST, cutTo(markup, MOST)];
    while (letters > 2 && widthOfFormula(short) > most) short = cutTo(markup, (letters -= 1));
    cuts.set(key, short);
  }
  return cuts.get(key);
}

/** Whether a formula has names that can be cut. */
export const cuttable = (markup) => about(markup).long;

/** Whether a formula fits as it is, or could not be made shorter. */
export const fits = (markup, room, size) => fitted(markup, room, size) === markup;

/** Writes a formula where it has so much room; `whole` says a cut one in words. */
export function showFitted(node, markup, whole, room, size) {
  const short = fitted(markup, room, size);
  hold(node, short, () => formulaOf(short, short === markup ? null : whole));
  set(node, "title", short === markup ? null : whole);
}

/** A formula, and for who hears it the whole of a cut one. */
export function formulaOf(markup, whole) {
  const formula = math(markup);
  if (whole !== null) formula.setAttribute("aria-label", whole);
  return formula;
}

/** A name in running text, cut until it fits `room` by its width in `wide`; its number stays, and a name of one or two letters as it is. */
export function cutText(text, room, wide) {
  const [, stem, index] = /^(.*?)([₀-₉,]*)$/.exec(text);
  let most = stem.length;
  while (most > 2 && wide(cut(stem, most) + index) > room) most -= 1;
  return cut(stem, most) + index;
}
