// The code view: the graph, three complete programs and the equations of one tape side by side. What is selected and what the
// cursor does is lit in all of them; of a long tape a window of lines is shown.

import { el, hold, mark, put } from "../dom.js";
import { ask, Asker, Refusal, keyOf } from "../engine.js";
import { counted } from "../format.js";
import { state, change, repaint } from "../state.js";
import { current } from "../timeline.js";
import { model } from "../runner.js";
import { settled } from "../address.js";
import { say } from "../live.js";
import { rows, DRAWN } from "../stage/rows.js";
import { programColumn, showProgram, lightProgram, bringLit } from "./program.js";
import { equationList } from "./equations.js";

const LANGUAGES = [
  { id: "rust", title: "Plain Rust", file: "gradient.rs" },
  { id: "python", title: "Plain Python", file: "gradient.py" },
  { id: "wengert", title: "Rust, with wengert", file: "with_wengert.rs" },
];

/** No program, where the engine refuses. */
const NONE = { text: null, links: [], prints: null, missing: null };

/** Builds the lens. */
function build(host) {
  const columns = LANGUAGES.map((language) => programColumn(language, whole));
  const graph = el("section", { class: "code-graph", id: "code-graph", "aria-label": "Graph" }, el("div", { class: "hd" }, el("span", { text: "Graph" })));
  const equations = equationList();
  const trouble = el("div", { class: "cards" });
  const said = el("span");
  const jump = el("input", { type: "number", class: "jump away", min: "1", "aria-label": "Show line", on: { change: () => go(Number(jump.value)) } });
  const foot = el("p", { class: "mute small" }, said, " ", jump, " ", el("span", { class: "kbd", text: "↑" }), " ", el("span", { class: "kbd", text: "↓" }), " line ", el("span", { class: "kbd", text: "Esc" }), " clear");
  const grid = el("div", { class: "code-grid" }, graph, ...columns.map((one) => one.root), equations.root);
  host.append(trouble, el("h1", { class: "sr", text: "Graph, programs and equations" }), grid, foot);
  listen(grid);
  const asked = programs();
  let [selected, seen] = [null, ""];
  return () => {
    const { answer, fault } = asked();
    hold(trouble, fault?.message ?? "", () => (fault ? el("div", { class: "card message", role: "alert" }, el("p", { class: "mute", text: `${fault.message}.` })) : []));
    mark(host, "waiting", !answer && !fault);
    mark(grid, "drawn", state.tape !== null && state.tape.graph !== null && rows().list.length <= DRAWN);
    if (answer || fault) for (const one of columns) showProgram(one, answer?.[one.id] ?? NONE, answer?.window ?? null);
    equations.paint();
    const wanted = lights();
    for (const one of columns) lightProgram(one, wanted);
    put(said, sentence(columns, answer?.window ?? null));
    mark(jump, "away", state.outline === null);
    const at = `${state.selected} ${state.step} ${answer?.stamp}`;
    // What has changed comes into sight: the selection, else what the cursor does.
    const name = state.selected !== selected || state.outline ? "sel" : "now";
    if (seen !== at) for (const one of columns) bringLit(one, name);
    [selected, seen] = [state.selected, at];
  };
}

/** What the programs are asked for: those of the present model, of a long tape around the selected line. */
function parts() {
  if (state.tape) return { model: model() };
  return state.outline ? { model: model(), around: (state.selected ?? state.outline.output.line + 1) - 1 } : null;
}

/** Follows the model; what belongs to another model is not shown. */
function programs() {
  let [asked, known, stamp] = [null, { answer: null, fault: null }, 0];
  const asker = new Asker(
    (answer) => take({ answer: { ...answer, stamp: ++stamp }, fault: null }),
    (error) => take({ answer: null, fault: error instanceof Refusal ? error.fault : { message: error.message } }),
  );
  const take = (reply) => {
    known = reply;
    repaint();
  };
  return () => {
    const now = parts();
    const key = now && keyOf(now);
    if (key !== null && key !== asked) {
      asked = key;
      asker.ask("programs", now);
    }
    return known;
  };
}

/** The whole text of a program of which a window is shown. */
async function whole(language) {
  try {
    return (await ask("programs", { model: model(), whole: language }))[language].text;
  } catch (error) {
    say(error.message);
    return null;
  }
}

/** Selects a line. */
function go(line) {
  const count = state.tape?.lines.length ?? state.outline?.counts.lines ?? 0;
  if (!(line >= 1)) return;
  change({ selected: Math.min(count, Math.floor(line)) });
  settled();
}

/** Selecting and previewing by pointer; pressing a line that says several values again selects the next. */
function listen(grid) {
  const lineOf = (target) => target.closest?.(".cl[data-line], .ml[data-line]") ?? null;
  grid.addEventListener("click", (event) => {
    const node = lineOf(event.target);
    if (!node || getSelection()?.toString()) return;
    const among = node.among ?? [Number(node.dataset.line)];
    const at = among.indexOf(state.selected);
    go(at < 0 ? Number(node.dataset.line) : among[(at + 1) % among.length]);
  });
  grid.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || !state.outline) return;
    event.preventDefault();
    go((state.selected ?? state.outline.output.line + 1) + way);
  });
  grid.addEventListener("pointerover", (event) => {
    const node = lineOf(event.target);
    if (node || !event.target.closest?.(".nd")) change({ hovered: node ? Number(node.dataset.line) : null });
  });
  grid.addEventListener("pointerleave", () => change({ hovered: null }));
}

/** What is lit: the preview, the selection, and what the cursor has just done. */
function lights() {
  const wanted = [];
  const all = () => true;
  if (state.hovered && state.hovered !== state.selected) wanted.push(["hov", state.hovered, all]);
  if (state.selected) wanted.push(["sel", state.selected, all]);
  const event = state.tape && current();
  if (!event) return wanted;
  if (event.phase === "forward") wanted.push(["now", event.line, ({ what }) => what === "forward" || what === "input"]);
  else if (event.phase === "seed") wanted.push(["now", event.line, ({ what }) => what === "seed"]);
  else wanted.push(["now", event.line, ({ what, arg }) => what === "pay" && arg === event.operand]);
  return wanted;
}

/** "Line 4 is selected: two lines of each plain program." */
function sentence([rust], window) {
  if (window && window.lines > window.written) return `Lines ${window.first + 1} to ${window.last + 1} of ${window.lines}. Whole programs end at ${window.written} lines.`;
  if (window) return `Lines ${window.first + 1} to ${window.last + 1} of ${window.lines}. Copy and Download give the whole.`;
  if (!state.selected) return "Selecting a line selects it in every view.";
  const count = new Set((rust.byId.get(state.selected) ?? []).map(({ node }) => node)).size;
  return count === 0 ? `Line ${state.selected} is selected; the output does not need it.` : `Line ${state.selected} is selected: one node, one equation, ${counted(count, "line")} of plain Rust.`;
}

export const code = { id: "code", build };
