// What a note is about: a line, its register, an equation, a span of code, a claim, a misconception, a source, or the state.

import { byId } from "../dom.js";
import { state } from "../state.js";
import { four } from "../format.js";
import { barMarkup } from "../math.js";
import { current, register } from "../timeline.js";
import { barred, flat, spelled } from "./plain.js";
import { spansOf } from "./spans.js";
import { pointedAt } from "./pointed.js";

/** Of a page with very many claims so many are offered. */
const OFFERED = 40;

/** Where one looks at lines; elsewhere it is the view that one looks at. */
const OF_LINES = ["tape", "code", "matrix"];

/** The subjects that can be chosen now, in groups; the first of the first is the likeliest. */
export function subjects() {
  const onLine = state.selected !== null && OF_LINES.includes(state.view);
  const page = ["On this page", [stateSubject(), ...ofPage()]];
  const ofLine = [...ofTape(), ...ofOutline()].filter(([, list]) => list.length > 0);
  const groups = onLine ? [...ofLine, page] : [page, ...ofLine];
  const first = pointedAt(groups.flatMap(([, list]) => list));
  return first ? [["What was clicked", [first]], ...groups] : groups;
}

/** The state as it is. */
export function stateSubject() {
  const view = byId("view-name").textContent;
  const words = state.view === "tape" ? "state" : `state, ${view}`;
  return { kind: "state", ref: state.view, words, text: "", title: words };
}

/** The line that is selected, else that of the cursor, with its equations and its code. */
function ofTape() {
  const line = state.tape?.lines[(state.selected ?? current()?.line ?? 0) - 1];
  if (!line) return [];
  return [[`Line ${line.line}`, [lineSubject(line), registerSubject(line)]], [`Equations of line ${line.line}`, equations(line)], [`Code of line ${line.line}`, spansOf(line)]];
}

/** A line of the tape. */
const lineSubject = ({ line, plain, math }) => ({ kind: "line", ref: line, words: `line ${line}`, text: plain, math, title: `line ${line}: ${plain}` });

/** Its register, as it stands now. */
function registerSubject(line) {
  const value = four(register(line).value);
  return { kind: "register", ref: line.line, words: `line ${line.line}, register`, text: `bar_${line.name} = ${value}`, math: `${barMarkup(line.name)}<mo>=</mo><mn>${value}</mn>`, title: `register bar_${line.name}, line ${line.line}` };
}

/** Its equations: what it computes, and every statement of the sweep. */
function equations(line) {
  const of = (plain, math) => ({ kind: "equation", ref: line.line, words: `line ${line.line}, equation`, text: spelled(plain), shown: barred(plain), math, title: `equation ${spelled(plain)}, line ${line.line}` });
  const seed = line.seed ? [of(`bar ${line.name} = 1`, `${barMarkup(line.name)}<mo>=</mo><mn>1</mn>`)] : [];
  return [of(line.plain, line.math), ...seed, ...line.pays.map((pay) => of(pay.plain, pay.math))];
}

/** The line that is selected of a tape that is too long to be listed. */
function ofOutline() {
  const { outline, selected } = state;
  if (!outline || selected === null) return [];
  const text = outline.columns.text[selected - 1] ?? "";
  return [[`Line ${selected}`, [{ kind: "line", ref: selected, words: `line ${selected}`, text, title: `line ${selected}: ${text}` }]]];
}

/** Claims, misconceptions and sources that stand on the page now. */
function ofPage() {
  const links = [...document.querySelectorAll("#views-host [data-note]")].filter((link) => link.checkVisibility());
  return links.slice(0, OFFERED).map(linkSubject);
}

/** What a "Note" link is for, with what stands beside it. */
export function linkSubject(link) {
  const { note: kind, ref = null, title = "" } = link.dataset;
  return { kind, ref, words: kind, text: title.replace(`${kind}: `, ""), title, beside: beside(link) };
}

/** The words beside a link, but for the buttons: a row of a table, or a paragraph each. */
function beside(link) {
  const host = link.closest("tr, .source, .claim");
  if (!host) return [];
  const parts = host.matches(".claim") ? host.querySelectorAll(":scope > div > *") : host.children;
  return [...parts].filter((part) => !part.matches("button")).map((part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("button").forEach((button) => button.remove());
    return flat(copy).trim();
  }).filter((text) => text !== "");
}

/** Whether two subjects are the same object. */
export const same = (a, b) => a !== null && b !== null && a.kind === b.kind && a.ref === b.ref && (a.kind === "register" || a.title === b.title);
