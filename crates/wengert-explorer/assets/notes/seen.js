// The numbers that the view at hand shows, as lines of text: taken from the last answer to its question.

import { lastAnswer, keyOf } from "../engine.js";
import { bytes, counted, four, grouped, number, plain, seconds, signed } from "../format.js";
import { model } from "../runner.js";
import { state } from "../state.js";
import { current } from "../timeline.js";
import { written } from "../sheet/state.js";
import { barred, words } from "./plain.js";

/** Of long lists so many entries are written down. */
const MOST = 12;
const percent = (share) => (share === null ? "no share" : `${(number(share) * 100).toFixed(2)} %`);

/** Which questions a view asks. */
const QUESTIONS = { code: ["programs"], cost: ["cost", "checkpoint"], modes: ["modes"], why: ["why"], kinks: ["kinks"], accuracy: ["accuracy"], detective: ["detective"], matrix: ["matrix"], learn: ["misconceptions"], practice: ["practice"] };

/** The lines of the present view; of a misconception its own numbers only. */
export function seen(subject) {
  const rows = state.view === "matrix" && state.tape ? [rowOf(current())].filter(Boolean) : [];
  return rows.concat((QUESTIONS[state.view] ?? []).flatMap((question) => {
    const last = lastAnswer(question);
    return last && isPresent(last.parts) ? TOLD[question](last.answer, last.parts, subject).map(words) : [];
  }));
}

/** The row of the matrix at which the sweep is. */
function rowOf(event) {
  const line = state.tape.lines[(event?.line ?? 0) - 1];
  const entries = (line?.args ?? []).filter(({ id }) => id !== null).map(({ id, slope }) => `${four(slope)} to ${state.tape.byId.get(id).name}`);
  return entries.length > 0 && `row ${line.line}, local derivatives: ${entries.join(", ")}`;
}

/** Whether a question was about the model that is open, or about none. */
const isPresent = ({ model: about }) => !about || keyOf(about) === keyOf(model());

/** What each answer says. */
const TOLD = {
  programs: (answer) => [["Rust, with wengert", answer.wengert], ["plain Rust", answer.rust], ["plain Python", answer.python]].filter(([, { prints }]) => prints).map(([name, { prints }]) => `${name} prints: ${prints.map((one) => `${one.name} ${one.number}`).join("   ")}`),
  cost: ({ family, families, n, m, point }) => [
    `cost of ${families.find(({ id }) => id === family)?.title ?? family} at n = ${n}, m = ${m}`,
    ...(point ? ["reverse", "forward", "differences", "f"].map((name) => costLine(name, point[name])) : ["more operations than the page allows"]),
  ],
  checkpoint: ({ steps, curve }) => curve.map((one) => `${counted(one.states, "state")} kept of ${counted(steps, "step")}: ${counted(one.repeats, "repeat")} at most, ${counted(one.again, "step")} run again, ${bytes(one.bytes)} held`),
  modes: ({ n, m, steps, forward, reverse }) => [
    `a loop of ${counted(steps, "step")}, n = ${n}, m = ${m}`,
    ...Object.entries({ forward, reverse }).map(([name, mode]) => `${name}: ${counted(mode.sweeps, "sweep")}, ${counted(mode.operations, "operation")}, ${bytes(mode.held)} held, ${bytes(mode.saved)} kept for the way back`),
  ],
  why: (answer) => [
    `${derivative(answer.of)} = ${four(answer.sum)}, ${answer.heading}`,
    ...answer.paths.slice(0, MOST).map((path, k) => `path ${k + 1}, ${path.names.join(" → ")}: ${signed(path.value)}, ${percent(path.share)} of the sum of sizes`),
    ...remaining(answer),
  ],
  kinks: ({ heading, text, notes, plot }) => [
    heading, text,
    ...notes.flatMap((note) => [`line ${number(note.line) + 1}, ${note.primitive} at ${note.at.map(plain).join(", ")}: ${note.set_text}, used ${plain(note.used)}`, ...note.systems.map(answered)]),
    ...(plot.kinks.length > 0 ? [`marks at ${plot.input} = ${plot.kinks.slice(0, MOST).map(({ x }) => plain(x)).join(", ")}`] : []),
  ],
  accuracy: ({ of, reference, reference_name: name, best, reverse }) => [
    `${derivative(of)} = ${reference}, by ${name}`,
    ...best.map(({ method, value, h }) => `${method}${h === null || h === undefined ? "" : ` at its best step ${four(h)}`}: ${value}`),
    `relative error of reverse mode: ${four(reverse)}`,
  ],
  detective: ({ findings }) => (findings.length > 0 ? findings.flatMap(finding) : ["every register is finite, and no gradient vanishes"]),
  matrix: ({ lines, at, entries }) => [`${counted(lines, "line")}, ${counted(entries, "local derivative")}, swept down to line ${grouped(number(at) + 1)}`],
  practice: ({ title, model: { text, at }, registers }) => [
    `practice sheet, ${title}: ${text} at ${at.map(([name, value]) => `${name} = ${plain(value)}`).join(", ")}`,
    ...registers.map(({ line, name }) => `${barred(`bar ${name}`)}: ${written().answers[line]?.trim() || "not filled"}`),
  ],
  misconceptions: (answer, _, { ref }) => [...(ref === "expansion" ? [] : overwriting(answer)), ...(ref === "overwrite" ? [] : expanding(answer))],
};

/** ∂L/∂x of the function that is open. */
const derivative = (by) => `d${(state.tape ?? state.outline).output.name}/d${by}`;

/** What was found, the thread to where it begins, and what its rewrite gives. */
const finding = ({ heading, thread, rewrite }) => [heading, ...thread.map(({ mark, short, detail }) => `${mark}. ${short} ${detail}`), ...(rewrite ? rewritten(rewrite) : [])];

/** Before and after a rewrite. */
const rewritten = ({ before, after, value_before: was, value, gradient_before: slopes, gradient }) => [
  `rewrite of ${before}: ${after}`,
  `value ${four(was)} → ${four(value)}`,
  ...Object.entries(gradient).map(([name, slope]) => `${derivative(name)} ${four(slopes[name])} → ${four(slope)}`),
];

/** What a system answers on a kink. */
const answered = ({ name, version, answer }) => `${name} ${version ?? ""}: ${plain(answer)}`.replace(" :", ":");

/** A cost with its units. */
const costLine = (name, cost) => `${name}: ${counted(cost.runs, "run")}, ${counted(cost.operations, "operation")}, ${seconds(cost.seconds)}, ${bytes(cost.bytes)}`;

/** What is left beside the paths that are written down. */
function remaining({ paths, rest, left }) {
  const more = Math.max(0, paths.length - MOST) + number(rest.count);
  return [...(more > 0 ? [`and ${grouped(more)} more paths`] : []), ...(left === null ? [] : [`left by cancellation: ${percent(left)} of the sum of sizes`])];
}

/** Registers with `+=` and with `=`. */
const overwriting = ({ overwrite }) => overwrite.registers.slice(0, MOST).map(({ name, right, wrong }) => `${barred(`bar ${name}`)}: adding ${four(right)}, overwriting ${four(wrong)}`);

/** How long the formula gets. */
const expanding = ({ expansion }) => expansion.map(({ depth, terms, tape_lines: lines }) => `k = ${depth}: ${grouped(terms)} factors written out, ${grouped(lines)} tape lines`);
