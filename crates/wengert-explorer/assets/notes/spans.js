// Spans of the complete programs: those that belong to a line of the tape, asked for when a note may be put on them.

import { Asker } from "../engine.js";
import { state, repaint } from "../state.js";
import { model } from "../runner.js";

const LANGUAGES = { wengert: "Rust, with wengert", rust: "Plain Rust", python: "Plain Python" };

let asked = null;
let programs = null;
const asker = new Asker(
  (answer, stamp) => {
    programs = { stamp, answer };
    repaint();
  },
  () => {},
);

/** A span of a program as what a note is about. */
export const codeSubject = (language, at, text, line) => ({ kind: "code", ref: line, words: `${language}, line ${at}`, text, title: `${language}, line ${at}: ${text}` });

/** The spans of a line of the tape, once the programs are there. */
export function spansOf(line) {
  const { stamp } = state.tape;
  if (asked !== stamp) {
    asked = stamp;
    asker.ask("programs", { model: model() }, stamp);
  }
  if (programs?.stamp !== stamp) return [];
  return Object.entries(LANGUAGES).flatMap(([id, title]) => spansIn(programs.answer[id], title, line));
}

/** Those of one program; a language that lacks a function has none. */
function spansIn(program, title, { id, line }) {
  if (program.text === null) return [];
  const texts = program.text.split("\n");
  const at = new Set(program.links.filter(([, of, what]) => of === id && (what === "forward" || what === "pay" || what === "seed")).map(([number]) => number));
  return [...at].map((number) => codeSubject(title, number, texts[number - 1].trim(), line));
}
