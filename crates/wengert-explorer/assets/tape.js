// The engine's record as the page reads it: lines counted from 1, one event for each moment of the two sweeps.

import { numerals } from "./format.js";
import { learnNames } from "./math.js";

let stamps = 0;

/** The tape of a full record. */
export function tapeOf(record) {
  learnNames(record.lines);
  const lines = record.lines.map(lineOf);
  const byId = new Map(lines.map((line) => [line.id, line]));
  const tape = {
    structure: record.structure,
    shape: shapeOf(record),
    expression: record.expression ?? null,
    inputs: record.inputs.map((input) => ({ ...input, line: input.line + 1 })),
    gradient: record.gradient,
    output: { ...record.output, line: byId.get(record.output.line)?.line ?? null },
    lines,
    byId,
    byName: new Map(lines.map((line) => [line.name, line])),
    counts: record.counts,
    choice: record.choice ?? null,
    literals: record.literals ?? [],
    graph: graphOf(record, byId),
    folds: (record.folds ?? []).map((fold) => ({ ...fold, first: byId.get(fold.first).line, last: byId.get(fold.last).line })).filter((fold) => inOnePass(lines, fold)),
  };
  connect(tape, record);
  renew(tape, record);
  return tape;
}

/** Whether a fold lies in one pass of a loop, or outside of all: the strip of a loop shows one pass at a time. */
function inOnePass(lines, { first, last }) {
  const end = lines[last - 1];
  return lines.slice(first - 1, last).every(({ loop, pass }) => loop === end.loop && pass === end.pass);
}

/** What rows, nodes and marks are built from: the same where only numbers of the text differ. */
function shapeOf(record) {
  const line = ({ name, kind, op, args }) => [name, kind, op, args.map(({ id }) => id)];
  const contribution = ({ from, to, arg }) => [from, to, arg];
  return JSON.stringify([record.lines.map(line), record.contributions.map(contribution), record.graph?.nodes.map(({ x }) => x), record.folds]);
}

/** A line, without what it adds and receives. */
function lineOf(line, k) {
  return {
    id: line.id,
    line: k + 1,
    kind: line.kind,
    op: line.op ?? null,
    name: line.name,
    math: line.equation.mathml,
    right: line.formula.mathml,
    plain: line.equation.plain,
    rust: "",
    python: "",
    keepIds: line.keeps ?? [],
    keeps: [],
    kept: "",
    span: line.span ?? null,
    place: line.place ?? null,
    doc: line.doc ?? null,
    places: line.places ?? null,
    depth: line.depth,
    loop: line.group?.id ?? null,
    pass: line.group?.pass ?? 0,
    group: line.group ?? null,
    args: line.args,
    pays: [],
    receives: [],
    usedBy: [],
    seed: null,
  };
}

/** Nodes and edges for the graph, if the engine laid it out. */
function graphOf(record, byId) {
  if (!record.graph) return null;
  const line = (id) => byId.get(id).line;
  return {
    nodes: record.graph.nodes.map(({ id, x }) => ({ line: line(id), x })),
    edges: record.graph.edges.map((edge) => ({
      from: line(edge.from),
      to: line(edge.to),
      operand: edge.arg,
    })),
  };
}

/** Makes the events and links them with the lines that add and receive. */
function connect(tape, record) {
  const { lines, byId } = tape;
  const events = lines.map((line) => ({ phase: "forward", line: line.line }));
  for (const line of lines) {
    line.keeps = line.keepIds.map((id) => byId.get(id).name);
    line.kept = line.keeps.length === 0 ? (line.kind === "input" ? "input" : "saves nothing") : `saves ${line.keeps.join(", ")} for its local derivatives`;
    for (const { id } of line.args) if (id !== null) byId.get(id).usedBy.push(line.line);
  }
  if (record.seed) {
    const line = byId.get(record.seed.id);
    line.seed = { phase: "seed", line: line.line, to: line.line, rust: "", python: "", before: 0 };
    line.receives.push(line.seed);
    events.push(line.seed);
  }
  for (const one of record.contributions) events.push(payment(one, byId));
  events.forEach((event, k) => (event.index = k + 1));
  tape.events = events;
}

/** One `+=`. */
function payment(one, byId) {
  const [from, to] = [byId.get(one.from), byId.get(one.to)];
  const formula = from.args[one.arg]?.formula ?? null;
  const event = {
    phase: "reverse",
    line: from.line,
    to: to.line,
    operand: one.arg,
    math: one.statement?.mathml ?? "",
    plain: one.statement?.plain ?? "",
    rust: "",
    python: "",
    short: one.short ?? formula?.plain ?? "",
    localMath: formula?.mathml ?? "",
    reads: (one.reads ?? []).map((id) => byId.get(id).name),
  };
  from.pays.push(event);
  to.receives.push(event);
  return event;
}

/** Writes the numbers of a record, full or brief, into a tape of the same structure. */
export function renew(tape, record) {
  tape.stamp = ++stamps;
  record.lines.forEach((line, k) => {
    const known = tape.lines[k];
    known.value = line.value;
    known.substituted = line.kind === "input" ? "input" : numerals((line.substituted ?? line.numbers?.plain ?? "").replaceAll("*", " × ").replaceAll(" - ", " − "));
    known.adjoint = line.adjoint;
    known.args = line.args;
  });
  record.inputs.forEach((input, k) => Object.assign(tape.inputs[k], { value: input.value, range: input.range }));
  tape.output.value = record.output.value;
  tape.gradient = record.gradient;
  tape.notes = record.notes;
  for (const line of tape.lines) line.note = null;
  for (const note of record.notes) if (note.line !== null && tape.byId.has(note.line)) tape.byId.get(note.line).note = note;
  tape.warnings = record.warnings;
  const seed = tape.lines.find((line) => line.seed)?.seed;
  if (seed) Object.assign(seed, { product: record.seed.value, after: record.seed.value });
  const first = tape.lines.length + (seed ? 1 : 0);
  record.contributions.forEach((one, k) => {
    const event = tape.events[first + k];
    event.local = one.slope;
    event.cotangent = one.cotangent;
    event.product = one.term;
    event.before = one.before;
    event.after = one.after;
  });
}
