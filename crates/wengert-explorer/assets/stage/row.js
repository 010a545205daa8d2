// One row of the ledger: a line of the tape, its reverse statements and its register.

import { el, put, set, mark, hold, style } from "../dom.js";
import { four, signed, finite, plain } from "../format.js";
import { barMarkup, nameMarkup } from "../math.js";
import { cards, stacked } from "../room.js";
import { state } from "../state.js";
import { cursor, landed, received, recorded, forwardLength } from "../timeline.js";
import { foldButton, openAt } from "./folds.js";
import { widthOf } from "./letters.js";
import { fits, fitted, formulaOf, showFitted } from "./names.js";
import { twoLines } from "./rows.js";
import { tray, showTray } from "./tray.js";
import { whyEmpty } from "../empty.js";

/** The most lines beneath a tray, in a narrow window and else. */
const [MOST, TWO] = [3, 2];

/** A statement of more letters takes the whole width of a narrow window. */
const LONG = 30;
const isLong = (pay) => (pay.plain ?? "").length > LONG;

/** How high the letters of a row are, those of its value, of an amount and of a register, and what stands between each and its neighbour. */
const LETTERS = 14;
const VALUE = { size: 17, weight: 600, gap: 8 };
const AMOUNT = { weight: 600, gap: 10 };
const REGISTER = { card: { size: 14, long: 11.5, gap: 5, room: 96 }, stacked: { size: 15, long: 13, gap: 8 }, wide: { size: 17, long: 13, gap: 8, room: 112 } };
/** From this height on a long name has room above its number. */
const OVER = 84;
/** What a register may well hold. */
const USUAL = "−0.0000";

/** Builds the row of a line, empty of numbers. */
export function buildRow(line) {
  const what = el("span", { class: "what" });
  const value = el("span", { class: "v" });
  const sub = el("div", { class: "sub" });
  const seed = line.seed ? statement() : null;
  const pays = line.pays.map(() => statement());
  const none = el("span", { class: "sub" });
  const registerName = el("span", { class: "nm" });
  const held = el("span", { class: "held" });
  const status = el("div", { class: "small mute status" });
  const lane = tray();
  roomFor(lane, line);
  const root = el(
    "div",
    { class: "lr", role: "row", tabindex: "-1", "data-line": line.line, "aria-rowindex": line.line + 1 },
    el("span", { class: "ln", role: "rowheader", text: String(line.line) }),
    el("div", { class: "fwd", role: "gridcell" }, el("div", { class: "fw" }, what, value), el("div", { class: "sub-line" }, sub, refold(line))),
    el("div", { class: "rv", role: "gridcell" }, ...[seed, ...pays].filter(Boolean).map((part) => part.root), none),
    el("div", { class: "rg", role: "gridcell" }, el("div", { class: "num-side" }, el("div", { class: "val" }, registerName, held), status), lane.root),
  );
  return { root, line, what, value, sub, seed, pays, none, registerName, held, status, lane };
}

/** In a narrow window a tray keeps as many lines free beneath it as its additions may take. */
export const roomFor = (lane, line) => set(lane.root, "data-lines", String(Math.max(1, Math.min(MOST, line.receives.length))));

/** What folds a line away again that ends an open fold. */
function refold(line) {
  const fold = openAt(state.tape, line.line);
  return fold && foldButton(fold, "rows", "fold-again", `fold ${fold.first}–${fold.last}`);
}

/** A reverse statement with room for its product. */
function statement() {
  const text = el("span", { class: "st-text" });
  const value = el("span", { class: "v" });
  return { root: el("div", { class: "st" }, text, value), text, value };
}

/** What is said of a note in the row of its line: a kink by its set of slopes, other notes in their own words. */
const onKink = ({ kind, chosen, set }) => `${kind}: slope ${plain(chosen)} of ${set}`;
const REMARKS = {
  edge: ({ chosen, set }) => `${set}: slope ${plain(chosen)}`,
  domain: ({ set }) => `no value here, only for ${set}`,
  "zero-times-infinity": () => "zero times infinity counts as 0",
};

/** Why a line adds nothing, or on what kink it adds. */
function remark(line) {
  if (line.note) return (REMARKS[line.note.kind] ?? onKink)(line.note);
  if (line.pays.length > 0 || line.seed) return "";
  return line.kind === "input" ? "an input: nothing to add" : "nothing to add";
}

/** Brings a row up to date with the state. */
export function showRow(row, scale, { event, hidden, names, room }) {
  const { line } = row;
  const on = recorded(line);
  style(row.root, "--h", `${row.height}px`);
  mark(row.root, "off", !on);
  mark(row.root, "now", event !== null && event.line === line.line && event.phase !== "forward");
  mark(row.root, "cur-fwd", event !== null && event.line === line.line && event.phase === "forward");
  mark(row.root, "sel", state.selected === line.line);
  mark(row.root, "hov", state.hovered === line.line && state.selected !== line.line);
  mark(row.root, "lit", state.lit?.has(line.line) ?? false);
  mark(row.root, "idle", idle(line));
  set(row.root, "aria-selected", state.selected === line.line ? "true" : "false");
  showForward(row, on, room);
  showReverse(row, event, hidden, on, room);
  showRegister(row, scale, event, hidden, on, names, room);
}

/** Whether the sweep passes a line by: the untaken side of a branch, a comparison. */
export const idle = (line) => state.step > forwardLength() && line.receives.length === 0;

/** The forward column. */
function showForward(row, on, { front }) {
  const { line } = row;
  const given = line.kind === "input" ? plain(line.value) : "";
  // The number stands below the line, or beside it.
  const beside = cards() || stacked() ? 0 : VALUE.gap + widthOf(four(line.value), VALUE.weight, VALUE.size);
  if (state.column === "math") showMath(row.what, equation(line, given), line.plain, front - beside);
  else showCode(row.what, `${given} ${line[state.column]}`, given === "" ? line[state.column] : givenAs(line, given));
  put(row.value, on ? four(line.value) : "");
  mark(row.value, "al", !finite(line.value));
  put(row.sub, on ? below(line) : "not recorded yet");
}

/** A formula in a column. */
function showMath(node, markup, whole, room) {
  const short = fitted(markup, room, LETTERS);
  hold(node, `math ${short}`, () => formulaOf(short, short === markup ? null : whole));
  set(node, "title", short === markup ? null : whole);
}

/** A line of code in a column. */
function showCode(node, key, text) {
  hold(node, `${state.column} ${key}`, () => el("code", { class: "mono", text }));
  set(node, "title", null);
}

/** What stands below a line: its numbers or what it saves; of the selected one first what the table of primitives says. */
function below(line) {
  const doc = state.selected === line.line && line.doc ? `${line.doc.replace(/\.$/, ":")} ` : "";
  const numbers = doc + (state.column === "math" ? line.substituted : line.kept || line.substituted);
  return line.places ? `${numbers}; written ${line.places === 2 ? "twice" : `${line.places} times`}, computed once` : numbers;
}

/** An input in the present language. */
function givenAs(line, given) {
  const value = /^[−\d]+$/.test(given) ? `${given}.0` : given;
  return state.column === "rust" ? `let ${line.name} = ${value.replace("−", "-")};` : `${line.name} = ${value.replace("−", "-")}`;
}

/** The line as an equation; an input equals what it was given. */
const equation = (line, given) => (given === "" ? line.math : `${nameMarkup(line.name)}<mo>=</mo><mn>${given}</mn>`);

/** The reverse column. */
function showReverse(row, event, hidden, on, { back, across }) {
  const { line, seed, pays } = row;
  const at = landed();
  put(row.none, remark(line));
  mark(row.none, "noted", line.note !== null);
  if (seed) showStatement(seed, line.seed, `${barMarkup(line.name)}<mo>=</mo><mn>1</mn>`, { at, event, hidden: false, on, room: back });
  // In a narrow window a long one takes the whole width, and an amount that finds no room stands below.
  const room = across && line.pays.some(isLong) ? across : back;
  pays.forEach((view, k) => {
    const pay = line.pays[k];
    showStatement(view, pay, pay.math, { at, event, hidden: hidden.has(`pay ${pay.index}`), on, room });
  });
}

/** One reverse statement. */
function showStatement(view, pay, markup, { at, event, hidden, on, room }) {
  const text = pay[state.column];
  const done = at >= pay.index;
  mark(view.root, "todo", cursor() < pay.index);
  mark(view.root, "cur", event === pay);
  const later = on && state.step <= forwardLength() ? "later" : "";
  const amount = pay.phase === "seed" ? `seed ${four(pay.product).replace(/\.0+$/, "")}` : signed(pay.product);
  const two = twoLines(markup);
  mark(view.root, "split", two);
  if (state.column === "math") showMath(view.text, markup, pay.plain ?? `bar ${state.tape.lines[pay.line - 1].name} = 1`, room - (cards() || two ? 0 : AMOUNT.gap + widthOf(amount, AMOUNT.weight, LETTERS)));
  else showCode(view.text, text, text);
  mark(view.root, "long", isLong(pay));
  put(view.value, hidden && cursor() >= pay.index ? "?" : done ? amount : later);
  mark(view.value, "later", !done && !hidden);
  // In a narrow window its width is kept free from the beginning: no row grows when it comes.
  mark(view.value, "wide", amount.length > 9);
  mark(view.value, "al", done && !finite(pay.product));
}

/** The register column. */
export function showRegister(row, scale, event, hidden, on, names, { width, tall }) {
  const { line } = row;
  const count = received(line);
  const contributions = line.receives.slice(0, count);
  const holds = count > 0 ? contributions[count - 1].after : 0;
  const secret = hidden.has(`register ${line.line}`);
  put(row.held, !on ? "" : secret ? "?" : count === 0 ? "0" : four(holds));
  mark(row.held, "long", row.held.written.length > 8);
  showRegisterName(row, width);
  mark(row.held, "zero", count === 0 && !secret);
  mark(row.held, "al", count > 0 && !finite(holds));
  put(row.status, on ? statusOf(line, count) : "");
  mark(row.root, "target", secret || (event?.phase === "reverse" && event.to === line.line));
  mark(row.lane.root, "away", !on);
  const latest = event && event.to === line.line && !state.flight ? event : null;
  showTray(row.lane, contributions, scale, latest, names, { width, lines: cards() ? Math.min(MOST, line.receives.length) : row.height >= tall ? TWO : 1 });
}

/** The name of a register beside its number; a long one above it where the row has the height, else cut. */
function showRegisterName({ line, root, height, registerName, held }, width) {
  const { size, long, gap, room = width } = cards() ? REGISTER.card : stacked() ? REGISTER.stacked : REGISTER.wide;
  const markup = barMarkup(line.name);
  const beside = (text) => room - gap - widthOf(text, 650, text.length > 8 ? long : size);
  const over = !cards() && !stacked() && height >= OVER && !fits(markup, beside(USUAL), size);
  mark(root, "over", over);
  showFitted(registerName, markup, `bar ${line.name}`, over ? room : beside(held.written), size);
}

/** "1 of 2 in", "2 of 2 in, final". */
function statusOf(line, count) {
  if (count === 0) return unpaid(line);
  if (line.receives[0].phase === "seed" && line.receives.length === 1) return "seeded, final";
  return `${count} of ${line.receives.length} in${count === line.receives.length ? ", final" : ""}`;
}

/** What is said of a register that nothing has been added to: a use is a line that will add, none else counts. */
function unpaid(line) {
  const forward = state.step <= forwardLength();
  if (!forward && line.receives.length === 0) return whyEmpty(state.tape, line).short;
  const uses = line.receives.filter((event) => event.phase === "reverse" && (!forward || event.line <= state.step)).length;
  if (uses === 0) return line.usedBy.length === 0 ? "the output" : "no use yet";
  return uses === 1 ? "1 use" : `${uses} uses`;
}
