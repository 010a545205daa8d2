// The ledger's lines as code: cut out of the engine's programs, when they are asked for.

import { Asker } from "./engine.js";
import { state, repaint } from "./state.js";
import { model } from "./runner.js";

const LANGUAGES = ["rust", "python"];

const asker = new Asker(
  (answer, { structure }) => {
    if (state.tape?.structure !== structure) return;
    for (const language of LANGUAGES) if (answer[language]) dress(state.tape, language, answer[language]);
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

/** Gives every line and every payment its text in a language. */
function dress(tape, language, program) {
  const forward = new Map();
  const reverse = new Map();
  program.text.split("\n").forEach((text, k) => {
    const into = text.includes("+=") ? reverse : forward;
    for (const id of program.lines[k] ?? []) into.set(id, [...(into.get(id) ?? []), text.trim()]);
  });
  for (const line of tape.lines) {
    line[language] = forward.get(line.id)?.[0] ?? line[language];
    const statements = reverse.get(line.id) ?? [];
    if (line.seed) line.seed[language] = seedIn(program.text) ?? line.seed[language];
    if (statements.length === line.pays.length) line.pays.forEach((pay, k) => (pay[language] = statements[k]));
  }
}

/** The line that seeds the output's register. */
const seedIn = (text) => text.split("\n").find((line) => /_bar = 1(\.0)?;?$/.test(line))?.trim();
