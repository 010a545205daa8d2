// Formulas: presentation MathML from the engine, let in element by element, and names with their bars.

import { exponential, numerals } from "./format.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";
const ELEMENTS = new Set(
  "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle".split(" "),
);
const ATTRIBUTES = new Set(
  "accent accentunder class columnalign data-id data-span displaystyle form lspace mathvariant rspace stretchy width".split(" "),
);
const known = new Map();

/** An element of a formula. */
function part(name, ...children) {
  const node = document.createElementNS(MATHML, name);
  node.append(...children);
  return node;
}

/** A number as a power of ten, in brackets where that is raised; what is dragged in its place stays as it is written. */
function power(node) {
  const found = node.localName === "mn" && !node.hasAttribute("data-span") ? exponential(node.textContent) : null;
  if (found === null) return null;
  const [digits, exponent] = found;
  const ten = part("msup", part("mn", "10"), part("mn", String(exponent).replace("-", "−")));
  const product = [part("mn", digits), part("mo", "×"), ten];
  const base = node.parentNode?.localName === "msup" && node.parentNode.firstElementChild === node;
  return base ? part("mrow", part("mo", "("), ...product, part("mo", ")")) : part("mrow", ...product);
}

/** A copy of a parsed node that keeps only what a formula may hold. */
function admitted(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || !ELEMENTS.has(node.localName)) return null;
  const written = power(node);
  if (written) return written;
  if (node.localName === "mn" && /^\d+(_\d+)+$/.test(node.textContent)) return part("mn", node.textContent.replaceAll("_", ","));
  const copy = document.createElementNS(MATHML, node.localName);
  for (const { name, value } of node.attributes) if (ATTRIBUTES.has(name)) copy.setAttribute(name, value);
  copy.append(...[...node.childNodes].map(admitted).filter((child) => child !== null));
  return copy;
}

/** Where markup is read: an empty document of its own, since one for each formula takes longer than the formula. */
const reader = document.implementation.createDocument(MATHML, "math").createRange();

/** The formula that markup says; `null` where it is no markup. */
function read(markup) {
  const whole = markup.startsWith("<math") ? markup : `<math xmlns="${MATHML}"><mrow>${markup}</mrow></math>`;
  try {
    return admitted(reader.createContextualFragment(whole).firstElementChild);
  } catch (error) {
    if (error.name !== "SyntaxError") throw error;
    return null;
  }
}

/** A `<math>` element from the markup inside one. Text that is no markup is shown as text. */
export function math(markup) {
  if (!known.has(markup)) known.set(markup, read(markup) ?? part("math", part("mtext", markup)));
  return known.get(markup).cloneNode(true);
}

/** Text made safe for markup. */
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** A name as a letter or word and the number behind it. */
function parts(name) {
  const [, stem, index] = /^([A-Za-z]+?)_?(\d*)$/.exec(name) ?? [null, name, ""];
  return { stem: identifier(stem), index };
}

/** One identifier; words stand upright. */
const identifier = (name) =>
  [...name].length === 1 ? `<mi>${escaped(name)}</mi>` : `<mi mathvariant="normal">${escaped(name)}</mi>`;

/** How the engine writes names that are words: Greek letters, for instance. */
const words = new Map();
/** What lines are called. */
const names = new Set();

/** Learns the engine's way to write the names of a tape. */
export function learnNames(lines) {
  for (const { name } of lines) names.add(name);
  for (const { name, name_mathml: plain, bar_mathml: barred } of lines) if (!/^[A-Za-z]_?\d*$/.test(name) && plain) words.set(name, { plain, barred });
}

/** A stem with its index. */
const indexed = (stem, index) => (index === "" ? stem : `<msub>${stem}<mn>${index}</mn></msub>`);

/** The markup of a variable: `v12` with its number below. */
export function nameMarkup(name) {
  if (words.has(name)) return words.get(name).plain;
  const { stem, index } = parts(name);
  return indexed(stem, index);
}

/** The markup of a cotangent register: the bar stands over the letter. */
export function barMarkup(name) {
  if (words.has(name)) return words.get(name).barred;
  const { stem, index } = parts(name);
  return `<mrow class="bar">${indexed(`<mover accent="true">${stem}<mo stretchy="false">¯</mo></mover>`, index)}</mrow>`;
}

/** The markup of ∂L/∂v. */
export const slopeMarkup = (of, by) =>
  `<mfrac><mrow><mo lspace="0" rspace="0">∂</mo>${nameMarkup(of)}</mrow><mrow><mo lspace="0" rspace="0">∂</mo>${nameMarkup(by)}</mrow></mfrac>`;

/** A name as the engine writes it in a formula: a letter or a word, and a number or a word below it. */
const LETTERS = /<mi[^>]*>([^<]*)<\/mi>(?:<mn>([^<]*)<\/mn>)?/;

/** A name in running text, its number in small digits: `t₃`, `θ`, `l₁,₀`; there is no room below a line for a word: `α_rate`. */
export function written(name) {
  const [, stem, index = ""] = LETTERS.exec(words.get(name)?.plain ?? "") ?? /^(.*?)_?(\d*)$/.exec(name);
  if (!/^[\d_]*$/.test(index)) return `${stem}_${index}`;
  return stem + index.replaceAll("_", ",").replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
}

/** A text of the engine's as the page writes it: numbers, and the names of lines. */
export const spelled = (text) => numerals(text).replace(/[A-Za-z_][A-Za-z_0-9]*/g, (word) => (names.has(word) ? written(word) : word));

/** A local derivative of the engine's in a pill: `cos θ`, `2·l₁,₀`. */
export const slopeText = (text) => spelled(text).replace(/\b(sin|cos|tan|exp|log|sqrt|tanh)\(([\wͰ-Ͽ₀-₉,]+)\)/g, "$1 $2").replaceAll("*", "·").replaceAll("-", "−");

/** A variable. */
export const variable = (name) => math(nameMarkup(name));
/** A register. */
export const bar = (name) => math(barMarkup(name));
/** A derivative. */
export const slope = (of, by) => math(slopeMarkup(of, by));

/** A short text with formulas between ⟦ and ⟧. */
export function prose(text) {
  return text.split(/(⟦[^⟧]*⟧)/).filter((part) => part !== "").map((part) =>
    part.startsWith("⟦") ? math(part.slice(1, -1)) : document.createTextNode(numerals(part)),
  );
}
