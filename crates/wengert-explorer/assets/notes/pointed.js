// What was clicked last, as a kind of object: a note that is begun then is about just that.

import { byId } from "../dom.js";
import { state } from "../state.js";
import { codeSubject } from "./spans.js";

let pointed = null;

/** Listens to the whole page but the drawer. */
export function bindPointed() {
  document.addEventListener("click", (event) => {
    if (!event.isTrusted || byId("notes").contains(event.target) || event.target.closest("#notes-button")) return;
    pointed = at(event.target);
  });
}

/** What a click means. */
function at(node) {
  const span = node.closest(".cl");
  if (span) return { line: lineOf(span), subject: spanSubject(span) };
  const row = node.closest(".lr");
  if (!row) return null;
  const line = lineOf(row);
  const statement = node.closest(".st");
  if (statement) return { line, kind: state.column === "math" ? "equation" : "code", nth: [...row.querySelectorAll(".st")].indexOf(statement), text: statement.querySelector(".st-text")?.textContent };
  if (node.closest(".rg")) return { line, kind: "register" };
  const what = node.closest(".fwd")?.querySelector(".what");
  return { line, kind: !what ? "line" : state.column === "math" ? "line" : "code", text: what?.textContent };
}

/** The line of the tape that an element belongs to. */
const lineOf = (node) => Number(node.dataset.line) || null;

/** A line of a program, as it stands there. */
function spanSubject(span) {
  const [number, text] = [span.firstElementChild, span.lastElementChild];
  const language = span.closest("[aria-label]")?.getAttribute("aria-label") ?? "Program";
  return codeSubject(language, number.textContent.trim(), text.textContent.trim(), lineOf(span));
}

/** Which of the choices is the one that was clicked, or `null`; what was clicked may be a choice by itself. */
export function pointedAt(choices) {
  if (pointed === null || (pointed.line !== null && pointed.line !== state.selected)) return null;
  if (pointed.subject) return state.view === "code" ? pointed.subject : null;
  const ofKind = choices.filter((one) => one.kind === pointed.kind);
  if (pointed.kind === "equation") return ofKind[pointed.nth + 1] ?? null;
  if (pointed.kind === "code") return ofKind.find((one) => one.text === pointed.text?.trim()) ?? null;
  return ofKind[0] ?? null;
}
