// The claims as cards: what the source says of it and what not, and the witness: equation, code, the state of the demo.

import { el, hold } from "../dom.js";
import { counted, four, grouped, number } from "../format.js";
import { math, bar, variable } from "../math.js";
import { state } from "../state.js";
import { goTo } from "../views.js";
import { give } from "../address.js";
import { open } from "../runner.js";
import { following } from "../lens/follow.js";
import { CLAIMS, SOURCES } from "./claims.js";
import { WORKED, busiest } from "./words.js";

/** What the engine is asked for the numbers beside the claims; "See it" shows the same. */
const ASKED = {
  sweeps: ["cost", { family: "sum", n: 64, m: 1 }, ({ n, point }) => `A sum of ${n} sines, measured: reverse ${counted(point.reverse.runs, "sweep")}, ${times(point.reverse, point.f)} × f; forward ${counted(point.forward.runs, "sweep")}, ${times(point.forward, point.f)} × f.`],
  modes: ["modes", { n: 1, m: 64, steps: 64 }, ({ m, operations, forward, reverse }) => `A loop with ${counted(m, "output")}, measured: forward ${counted(forward.sweeps, "sweep")}, ${times(forward, { operations })} × f; reverse ${counted(reverse.sweeps, "sweep")}, ${times(reverse, { operations })} × f.`],
  checkpoint: ["checkpoint", { steps: 1000, states: 10 }, ({ steps, curve }) => kept(steps, curve.find(({ states }) => states === 10))],
};
const times = (mode, f) => (number(mode.operations) / number(f.operations)).toFixed(2);
const kept = (steps, { states, repeats, again }) => `${grouped(steps)} steps, ${counted(states, "state")}: ${counted(repeats, "repeat")} at most, ${counted(again, "step")} run again.`;

/** The card of claims, and its painter. */
export function claims() {
  const lives = new Map(CLAIMS.map((claim) => [claim.id, el("div", { class: "small live" }, el("p"))]));
  const root = el("section", { class: "card spaced", id: "claims" }, el("h2", { text: "What the page claims, and how far each source carries it" }), ...CLAIMS.map((claim) => card(claim, lives.get(claim.id))));
  const painters = CLAIMS.map((claim) => painter(claim, lives.get(claim.id)));
  return { root, paint: () => painters.forEach((paint) => paint()) };
}

/** One claim. */
function card(claim, live) {
  const source = SOURCES.find(({ id }) => id === claim.source);
  return el("article", { class: "claim", id: `claim-${claim.id}` },
    el("div", {},
      el("h3", { text: claim.text }),
      el("p", { class: "small" }, el("a", { href: `#source-${source.id}`, class: "link", on: { click: (event) => (event.preventDefault(), goTo("learn", `source-${source.id}`)) }, text: source.name })),
      el("p", { class: "small mute" }, el("b", { text: "Supports: " }), claim.supports),
      el("p", { class: "small mute" }, el("b", { text: "Does not: " }), claim.not)),
    el("div", { class: "witness" },
      el("p", { class: "small mute", text: "witness here: equation, code, state of the demo" }),
      el("p", {}, math(claim.equation)),
      el("pre", { class: "mono" }, el("code", { text: claim.code.join("\n") })),
      live,
      el("p", {}, el("button", { class: "link", text: "See it", "aria-label": `See it: ${claim.text}`, on: { click: () => see(claim.see) } }), " ", note("claim", claim.id, claim.text))));
}

/** A link that opens a note on this. */
export const note = (kind, id, title) => el("button", { class: "link small", "data-note": kind, "data-ref": id, "data-title": `${kind}: ${title}`, "aria-label": `Note on ${kind}: ${title}`, text: "Note" });

/** What brings the number beside a claim up to date. */
function painter(claim, host) {
  const live = host.firstChild;
  const said = { register: ofRegister, triangular: ofMatrix, network: () => ["13 weights, 13 registers, one sweep for each step."], expansion: () => ["Misconception 2 counts both, factor by factor."] }[claim.live];
  if (said) return () => hold(live, `${state.tape?.stamp}`, () => said(state.tape));
  const [question, parts, text] = ASKED[claim.live];
  return following(host, question, () => parts, (answer) => hold(live, JSON.stringify(answer), () => text(answer)));
}

/** "Line 3: ā = 1.0000 from L + 0.9602 from b": the register of the present tape that most uses add into. */
function ofRegister(tape) {
  if (!tape) return [];
  const line = busiest(tape);
  const parts = line.receives.flatMap((event, k) => [k === 0 ? "" : " + ", el("b", { class: "c", text: four(event.product) }), event.phase === "seed" ? " seed" : " from ", event.phase === "seed" ? "" : variable(tape.lines[event.line - 1].name)]);
  return [`Line ${line.line} of this tape: `, bar(line.name), " = ", ...parts, "."];
}

/** How large the system of the present tape is. */
function ofMatrix(tape) {
  if (!tape) return [];
  const entries = tape.lines.reduce((sum, line) => sum + line.args.filter(({ id }) => id !== null).length, 0);
  return [`This tape: ${counted(tape.lines.length, "row")}, ${counted(entries, "entry", "entries")} below the diagonal.`];
}

/** Opens the state that witnesses a claim. */
function see({ view, at, stage, gives = {} }) {
  Object.entries(gives).forEach(([key, text]) => give(key, text));
  if (!stage) return goTo(view, at);
  const { tape } = state;
  const line = tape && busiest(tape);
  // A tape on which nothing is used twice is no witness.
  if (!line || line.receives.length < 2) return open({ ...WORKED, view: "tape", step: 9, selected: 3 });
  Object.assign(state, { step: line.receives.at(-1).index, selected: line.line, flight: false, question: null });
  goTo("tape");
}
