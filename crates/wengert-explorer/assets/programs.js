// The ledger's lines as code: cut out of the engine's programs, when they are asked for.

import { Asker } from "./engine.js";
import { state, repaint } from "./state.js";
import { model } from "./runner.js";

const LANGUAGES = ["rust", "python"];

const asker = new Asker(
  (answer, { structure }) => {
    if (state.tape?.structure !== structure) return;
    for (const language of LANGUAGES) dress(state.tape, language, answer[language]);
    repaint();
  },
  () => {},
);
let asked = null;

/** Asks for the programs where lines are shown as code. */
export function paintPrograms() {
  if (!state.tape || state.column === "math" || asked === state.tape) return;
  asked = state.tape;
  asker.ask("programs", { model: model() }, { structure: state.tape.structure });
}

/** Gives every line and every addition its text in a language; where there is none it says so. */
function dress(tape, language, program) {
  const text = (program.text ?? "").split("\n").map((line) => line.trim());
  const said = new Map();
  const shared = new Map();
  for (const [at, id, what, , arg] of program.links) {
    const key = `${what} ${id} ${arg ?? ""}`;
    said.set(key, [...(said.get(key) ?? []), at]);
    if (what === "pay") shared.set(at, (shared.get(at) ?? 0) + 1);
  }
  const of = (key, none) => (said.get(key) ?? []).map((at) => text[at - 1]).join(" ") || (program.text === null ? "no program" : none);
  for (const line of tape.lines) {
    if (line.kind !== "input") line[language] = of(`forward ${line.id} `, "not needed");
    if (line.seed) line.seed[language] = of(`seed ${line.id} `, "no seed");
    for (const pay of line.pays) {
      const key = `pay ${line.id} ${pay.operand}`;
      // What stands before several additions belongs to none of them alone.
      const own = (said.get(key) ?? []).filter((at) => shared.get(at) === 1);
      said.set(key, own);
      pay[language] = of(key, "nothing: the slope is 0");
    }
  }
}
