// One program of the code view: its lines, linked with the tape's, and what it prints.

import { el, hold, mark } from "../dom.js";
import { copies } from "../copy.js";

/** Of the links of a line the one that a press selects: what it does comes before what it names. */
const FIRST = ["pay", "seed", "forward", "zero", "input", "return"];

/** A column for a program; `whole(id)` promises its whole text where only a window is shown. */
export function programColumn({ id, title, file }, whole) {
  const text = el("div", { class: "text", tabindex: "0", role: "region", "aria-label": title });
  const prints = el("div", { class: "prints" });
  const copy = el("button", { class: "quiet light small", text: "Copy" });
  const save = el("button", { class: "quiet light small", text: "Download", "aria-label": `Download ${title}` });
  const acts = el("span", { class: "acts" }, copy, save);
  const root = el("div", { class: `program ${id}` }, el("div", { class: "hd" }, el("span", { text: title }), acts), text, prints);
  const view = { id, title, root, text, prints, acts, program: null, lines: [], byId: new Map(), lit: new Map() };
  const source = async () => view.program?.whole ?? (await whole(id));
  copies(copy, source);
  save.addEventListener("click", async () => saveAs(await source(), file));
  return view;
}

/** Hands a text to the reader as a file. */
function saveAs(text, name) {
  if (text === null) return;
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Writes a program, or why there is none; lines that are the same stay as they are. */
export function showProgram(view, program, window) {
  if (view.program?.from === program) return;
  view.program = { from: program, whole: window || program.text === null ? null : program.text };
  mark(view.acts, "away", program.text === null || (window !== null && window.lines > window.written));
  const linked = links(program);
  const texts = (program.text ?? "").replace(/\n$/, "").split("\n");
  const known = view.lines;
  view.lines = program.text === null ? [] : texts.map((line, k) => (known[k]?.key === keyOf(line, linked[k]) ? known[k] : codeLine(line, k, linked[k], window)));
  if (program.text === null) view.text.replaceChildren(el("p", { class: "lacks mute", text: `${program.missing ?? "This program is not written"}.` }));
  else replace(view, known);
  view.byId = index(view.lines);
  showPrints(view.prints, program.prints);
}

/** Puts the lines into the text; only those that are new. */
function replace(view, known) {
  if (known.length !== view.lines.length || view.text.childElementCount !== known.length) view.text.replaceChildren(...view.lines.map(({ node }) => node));
  else view.lines.forEach(({ node }, k) => node !== known[k].node && known[k].node.replaceWith(node));
}

/** The links of each line of the text. */
function links(program) {
  const found = [];
  for (const [at, id, what, to, arg] of program.links) (found[at - 1] ??= []).push({ id, what, to, arg });
  return found;
}

/** What a line of the text is: another text or other links make another line. */
const keyOf = (text, linked) => `${text} ${JSON.stringify(linked ?? [])}`;

/** One line of a program; registers are orange. A line of a window has the number of the tape's line. */
function codeLine(text, k, linked = [], window) {
  const parts = text.split(/(\b\w+_bar\b)/).map((part) => (/_bar$/.test(part) ? el("span", { class: "c", text: part }) : part));
  const first = FIRST.map((what) => linked.find((link) => link.what === what)).find((link) => link);
  const number = window ? (first ? String(first.id + 1) : "") : String(k + 1);
  const node = el("div", { class: "cl", "data-line": first ? first.id + 1 : null }, el("span", { text: number }), el("span", {}, ...parts));
  const ids = [...new Set(linked.map((link) => link.id))];
  node.among = ids.map((id) => id + 1);
  return { key: keyOf(text, linked), node, linked };
}

/** The lines of the text by the tape's line, from 1. */
function index(lines) {
  const found = new Map();
  for (const { node, linked } of lines) {
    for (const link of linked) {
      const line = link.id + 1;
      if (!found.has(line)) found.set(line, []);
      found.get(line).push({ node, what: link.what, arg: link.arg });
    }
  }
  return found;
}

/** Lights lines: `wanted` has, by class, which links of which line. */
export function lightProgram(view, wanted) {
  const lit = new Map();
  for (const [name, line, fits] of wanted) {
    for (const link of view.byId.get(line) ?? []) if (fits(link)) lit.set(link.node, (lit.get(link.node) ?? new Set()).add(name));
  }
  for (const node of new Set([...view.lit.keys(), ...lit.keys()])) for (const name of ["sel", "hov", "now"]) mark(node, name, lit.get(node)?.has(name) ?? false);
  view.lit = lit;
}

/** Brings the first line with this class into the sight of the text's own window, without moving the page. */
export function bringLit(view, name) {
  const node = [...view.lit.keys()].find((one) => one.classList.contains(name));
  if (!node) return;
  const { scrollTop, clientHeight } = view.text;
  if (node.offsetTop < scrollTop || node.offsetTop + node.offsetHeight > scrollTop + clientHeight) view.text.scrollTop = node.offsetTop - clientHeight / 2;
}

/** What it prints; digits that may differ elsewhere are grey. */
function showPrints(host, prints) {
  hold(host, JSON.stringify(prints), () => {
    if (!prints) return [];
    const some = prints.some(({ digits }) => digits !== null);
    const each = prints.map(({ name, number, digits }) => el("code", {}, `${name} `, ...split(number, digits)));
    return ["prints ", ...each, some ? el("span", { class: "mute", text: " Grey digits may differ: functions round differently elsewhere." }) : null];
  });
}

/** A number in two parts: the digits that hold everywhere, and the others. */
function split(number, digits) {
  if (digits === null) return [number];
  const mantissa = number.split("e")[0];
  let seen = 0;
  let end = 0;
  for (; end < mantissa.length && seen <= digits; end += 1) if (/\d/.test(mantissa[end]) && (seen > 0 || mantissa[end] !== "0")) seen += 1;
  if (seen > digits) end -= 1;
  // Digits that are zeros here may be others elsewhere: the shortest number with a value has no more than it needs.
  if (seen > 0 && seen < digits) return [`${mantissa}${"0".repeat(digits - seen)}`, el("span", { class: "loose", text: "…" }), number.slice(mantissa.length)];
  return [number.slice(0, end), el("span", { class: "loose", text: mantissa.slice(end) }), number.slice(mantissa.length)];
}
