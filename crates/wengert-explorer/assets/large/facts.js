// Beside the list of a large tape: where it goes wrong, the line that is chosen, and where memory and time go.

import { el } from "../dom.js";
import { bytes, counted, exact, finite, four, grouped, number, seconds } from "../format.js";
import { assign } from "../runner.js";
import { goTo } from "../views.js";
import { valued, wired } from "../wire.js";

/** The most neighbours of a line that are named. */
const NAMED = 8;
/** The most operations in the table. */
const MOST = 10;

/** Where something first goes wrong, each with a way there. */
export function findings(outline, go) {
  const { first, columns } = outline;
  const link = (id, text) => el("button", { class: "link", text, on: { click: () => go(id) } });
  const found = [
    first.value !== null && ["First value that is not finite", link(first.value, `line ${grouped(first.value + 1)}`), ` is ${four(columns.value[first.value])}`],
    first.cotangent !== null && ["First cotangent that is not finite, in the order of the sweep", link(first.cotangent, `line ${grouped(first.cotangent + 1)}`), ` holds ${four(columns.adjoint[first.cotangent])} in the end`],
    first.zero !== null && ["First input that the output does not feel", link(first.zero, `line ${grouped(first.zero + 1)}`), columns.adjoint[first.zero] === null ? " is not reached" : " has a cotangent of 0"],
  ].filter(Boolean);
  if (found.length === 0) return [el("h2", { text: "Every number is finite" }), el("p", { class: "mute", text: "And every input has a cotangent." })];
  return [el("h2", { text: "Where to look" }), ...found.map(([what, ...rest]) => el("p", { class: "lt-find" }, el("span", { class: "small mute", text: what }), el("br"), ...rest))];
}

/** The line that is chosen. */
export function line(outline, id, go) {
  if (id === null) return [el("h2", { text: "No line is chosen" }), el("p", { class: "mute", text: "Choose a line: what it reads, who reads it, and what it costs." })];
  const { columns, operations, sources, counts } = outline;
  const operation = operations[columns.operation[id]];
  const place = sources[columns.source[id]]?.place;
  const readers = [];
  for (let k = id + 1; k < counts.lines && readers.length <= NAMED; k += 1) if (columns.args[k].includes(id)) readers.push(k);
  const facts = [
    ["value", el("b", { class: finite(columns.value[id]) ? "p" : "al", text: four(columns.value[id]) })],
    ["cotangent", columns.adjoint[id] === null ? el("b", { class: "mute", text: "not reached" }) : el("b", { class: finite(columns.adjoint[id]) ? "c" : "al", text: four(columns.adjoint[id]) })],
    ["depth", grouped(columns.depth[id])],
    ["bytes", bytes(columns.bytes[id])],
    operation?.seconds ? ["time", seconds(operation.seconds)] : null,
    place ? ["written at", el("code", { text: place })] : null,
    ["reads", links(columns.args[id], go)],
    ["is read by", links(readers, go)],
  ].filter(Boolean);
  const why = el("p", {}, el("button", { class: "link", text: "Why this cotangent?", on: { click: () => goTo("why") } }));
  const input = id < counts.inputs ? [box(outline, id)] : [];
  return [el("h2", {}, `Line ${grouped(id + 1)} `), el("p", { class: "mono lt-text", text: columns.text[id] }), el("table", {}, el("tbody", {}, ...facts.map(([name, value]) => el("tr", {}, el("td", { text: name }), el("td", { class: "r" }, value))))), why, ...input];
}

/** A number box for an input. */
function box(outline, id) {
  const name = outline.columns.text[id];
  const field = el("input", { class: "num", inputmode: "decimal", value: exact(wired(outline.columns.value[id])), "aria-label": `value of ${name}` });
  field.addEventListener("change", () => {
    const text = field.value.trim();
    const value = valued(text.replace(/−/g, "-"));
    if (text !== "" && value !== null) assign(name, value);
  });
  return el("p", { class: "lt-input" }, el("label", {}, "set it to ", field));
}

/** Lines one can go to. */
function links(ids, go) {
  if (ids.length === 0) return el("span", { class: "mute", text: "nothing" });
  const shown = ids.slice(0, NAMED).flatMap((id, k) => [k > 0 ? ", " : "", el("button", { class: "link", text: grouped(id + 1), on: { click: () => go(id) } })]);
  return el("span", {}, ...shown, ids.length > NAMED ? " and more" : "");
}

/** Operations by what they cost. */
export function costs({ operations }) {
  const timed = operations.some((one) => one.seconds);
  const all = [...operations].map((one) => ({ ...one, all: (one.seconds ?? 0) * one.lines })).sort((a, b) => b.all - a.all || b.bytes - a.bytes);
  const row = (one) => el("tr", {}, el("td", {}, el("code", { text: one.name })), el("td", { class: "r", text: grouped(one.lines) }), el("td", { class: "r", text: bytes(one.bytes) }), el("td", { class: "r", text: one.all > 0 ? seconds(one.all) : "" }));
  const rest = all.slice(MOST);
  return [
    el("h2", { text: "What the lines cost" }),
    el("table", {}, el("thead", {}, el("tr", {}, ...["operation", "lines", "bytes", "time"].map((text, k) => el("th", { class: k > 0 ? "r" : "", text })))), el("tbody", {}, ...all.slice(0, MOST).map(row))),
    rest.length > 0 ? el("p", { class: "small mute", text: `and ${counted(rest.length, "more operation")}` }) : null,
    el("p", { class: "small mute para", text: `Bytes: the line with its operands, and its value.${timed ? " Time: value and local derivatives, measured for each operation on this tape's own numbers." : ""}` }),
  ];
}
