// The programs: the complete text with the library, in plain Rust and in plain Python, lines linked with the tape.

import { el, hold, mark } from "../dom.js";
import { math } from "../math.js";
import { state, change } from "../state.js";
import { model } from "../runner.js";
import { copies } from "../copy.js";
import { following } from "./follow.js";

const LANGUAGES = [
  { id: "wengert", title: "Rust, with wengert" },
  { id: "rust", title: "Plain Rust" },
  { id: "python", title: "Plain Python" },
];

/** Builds the lens. */
function build(host) {
  const columns = LANGUAGES.map(column);
  const list = el("div", { class: "math-list" });
  const foot = el("p", { class: "mute small" }, "Selecting a line selects it in every view. ", el("span", { class: "kbd", text: "↑" }), " ", el("span", { class: "kbd", text: "↓" }), " line ", el("span", { class: "kbd", text: "Esc" }), " clear");
  host.append(el("div", { class: "code-grid" }, ...columns.map((one) => one.root)), list, foot);
  for (const part of host.children) listen(part);
  let seen = null;
  const follow = following(host, "programs", () => (state.tape ? { model: model() } : null), (answer) => columns.forEach((one) => showProgram(one, answer[one.id])));
  return () => {
    follow();
    showList(list);
    for (const node of host.querySelectorAll("[data-line]")) light(node);
    if (seen !== state.selected) columns.forEach(({ text }) => text.querySelector(".sel")?.scrollIntoView({ block: "nearest" }));
    seen = state.selected;
  };
}

/** Selecting and previewing by pointer. */
function listen(part) {
  const lineAt = (target) => Number(target.closest?.("[data-line]")?.dataset.line) || null;
  part.addEventListener("click", (event) => lineAt(event.target) && change({ selected: lineAt(event.target) }));
  part.addEventListener("pointerover", (event) => change({ hovered: lineAt(event.target) }));
  part.addEventListener("pointerleave", () => change({ hovered: null }));
}

/** One column. */
function column({ id, title }) {
  const text = el("div", { class: "text", tabindex: "0", role: "region", "aria-label": title });
  const prints = el("div", { class: "prints" });
  const copy = el("button", { class: "quiet light small", text: "Copy" });
  const root = el("section", { class: "program", "aria-label": title }, el("div", { class: "hd" }, el("span", { text: title }), copy), text, prints);
  const view = { id, root, text, prints, source: "" };
  copies(copy, () => view.source);
  return view;
}

/** Writes a program. */
function showProgram(view, program) {
  if (!program) return;
  view.source = program.text;
  hold(view.text, program.text, () => program.text.replace(/\n$/, "").split("\n").map((line, k) => codeLine(line, k, program.lines[k])));
  hold(view.prints, program.prints, () => ["prints ", el("code", { text: program.prints })]);
}

/** One line of a program; bar-variables are orange. */
function codeLine(text, k, tapeLines) {
  const parts = text.split(/(\bbar_\w+|\b\w+_bar\b)/).map((part) => (/^bar_|_bar$/.test(part) ? el("span", { class: "c", text: part }) : part));
  const id = tapeLines?.[0];
  const line = id === undefined ? null : state.tape.byId.get(id)?.line;
  return el("div", { class: "cl", "data-line": line ?? null }, el("span", { text: String(k + 1) }), el("span", {}, ...parts));
}

/** The same lines as equations. */
function showList(list) {
  const { tape } = state;
  if (!tape || tape.lines.length > 200) return;
  hold(list, tape.structure, () => tape.lines.map((line) => el("div", { class: "ml", "data-line": line.line }, el("span", {}, math(line.math)), el("span", {}, ...line.pays.map((pay) => math(pay.math))))));
}

/** Selection and preview. */
function light(node) {
  const line = Number(node.dataset.line);
  mark(node, "sel", state.selected === line);
  mark(node, "hov", state.hovered === line && state.selected !== line);
}

export const code = { id: "code", build };
