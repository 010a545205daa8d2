// Predict, then reveal: a question from the engine, an answer committed, and only then the step.

import { el, hold, mark, put, set, byId } from "./dom.js";
import { prose } from "./math.js";
import { state, change } from "./state.js";
import { ask, Refusal, Silence } from "./engine.js";
import { model } from "./runner.js";
import { seek, forwardLength } from "./timeline.js";
import { forward } from "./player.js";
import { onLetter } from "./keys.js";
import { record, scoreText } from "./score.js";
import { say } from "./live.js";

let turn = 0;

/** Listens for the button and the key. */
export function bindQuestion() {
  byId("ask").addEventListener("click", askNext);
  onLetter("p", askNext);
  document.addEventListener("keydown", keys, { capture: true });
}

/** The next contribution after the cursor, as the engine counts them. */
function nextContribution() {
  const first = forwardLength() + 1;
  const last = state.tape.events.length;
  if (state.step < first) seek(first);
  if (state.step >= last) seek(first);
  return state.step - first;
}

/** Asks the engine for a question about the next step. */
export async function askNext() {
  if (!state.tape || state.question || state.view !== "tape") return;
  const contribution = nextContribution();
  try {
    const answer = await ask("question", { model: model(), contribution, turn: turn++ });
    show({ ...answer, hint_texts: answer.hints });
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Silence)) throw error;
    say(error.message);
  }
}

/** Opens a question: its step waits, and what would give it away is hidden. */
function show(question) {
  const first = forwardLength() + 2;
  const hidden = new Set(question.hide.map((part) => (part.part === "register" ? `register ${state.tape.byId.get(part.line).line}` : `pay ${first + part.contribution}`)));
  change({ question: { ...question, hidden, chosen: null, hints: 0, revealed: false }, playing: false });
  requestAnimationFrame(() => byId("question").querySelector("button")?.focus());
}

/** Keys 1 to 4 choose, Enter commits, Escape skips. */
function keys(event) {
  const { question } = state;
  const digit = Number(event.key);
  if (!question || state.view !== "tape" || event.target.matches?.("input, textarea, select")) return;
  if (!question.revealed && digit >= 1 && digit <= question.choices.length) choose(digit - 1);
  else if (event.key === "Enter" && (question.revealed || question.chosen !== null) && !event.target.matches(".hint-next, .skip-it, header *")) (question.revealed ? close : commit)();
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Chooses an answer; it can still be changed. */
function choose(index) {
  change({ question: { ...state.question, chosen: index } });
}

/** Commits: the hidden numbers appear, the step is played, the score is kept. */
function commit() {
  const { question } = state;
  const right = question.chosen === question.answer;
  record(question, right);
  change({ question: { ...question, revealed: true, hidden: new Set() } });
  if (question.contribution !== null && question.contribution !== undefined) forward();
  say(`${right ? "Right" : "Not so"}. ${question.because.replace(/⟦[^⟧]*⟧/g, "")}`);
  requestAnimationFrame(() => byId("question").querySelector(".side button")?.focus());
}

/** Closes the card. */
function close() {
  change({ question: null });
  requestAnimationFrame(() => byId("ask").focus());
}

/** Paints the card. */
export function paintQuestion() {
  const { question } = state;
  const card = byId("question");
  if (!question?.revealed) byId("ask").before(byId("equation"));
  mark(card, "away", question === null);
  const key = question && `${question.question} ${question.revealed}`;
  hold(card, key, () => (question ? (question.revealed ? revealed(question) : open(question)) : []));
  if (!question || question.revealed) return;
  hold(card.querySelector(".hint-text"), question.hints, () => hintParts(question));
  put(card.querySelector(".hint-next"), question.hints === 0 ? "Hint" : "Next hint");
  mark(card.querySelector(".hint-next"), "away", question.hints >= question.hint_texts.length);
  card.querySelectorAll(".opts .btn").forEach((button, k) => set(button, "aria-pressed", String(question.chosen === k)));
  card.querySelector(".commit").disabled = question.chosen === null;
}

/** The open question. */
function open(question) {
  const options = question.choices.map((text, k) => el("button", { class: "btn q", "aria-pressed": "false", on: { click: () => choose(k) } }, el("span", { class: "kbd", text: String(k + 1) }), " ", ...prose(text)));
  const next = el("button", { class: "link hint-next", text: "Hint", on: { click: () => change({ question: { ...state.question, hints: state.question.hints + 1 } }) } });
  const hint = el("p", { class: "small mute hint" }, el("span", { class: "hint-text", role: "status" }), " ", next);
  return [
    el("div", {}, el("h2", {}, ...prose(question.question)), el("p", { class: "mute" }, ...prose(question.given))),
    el("div", { class: "answers" }, el("div", { class: "opts", role: "group", "aria-label": "Answers" }, ...options), hint),
    el("div", { class: "side" }, el("button", { class: "btn f commit", text: "Commit", on: { click: commit } }), el("span", {}, el("span", { class: "kbd", text: "Enter" }), " ", el("button", { class: "link small skip-it", text: "Skip", on: { click: close } }))),
  ];
}

/** The hint that is open. */
const hintParts = ({ hints, hint_texts: texts }) => (hints === 0 ? [] : [`Hint ${hints} of ${texts.length}: `, ...prose(texts[hints - 1])]);

/** What came out, by the actual contributions. */
function revealed(question) {
  const right = question.chosen === question.answer;
  return [
    el("div", {}, el("h2", {}, right ? "✓ " : "✗ ", ...prose(question.choices[question.answer])), el("p", { class: "mute" }, `You said ${question.chosen + 1}. `, ...prose(question.because))),
    el("div", { class: "answers" }, byId("equation")),
    el("div", { class: "side" }, el("button", { class: "btn f", text: "Continue", on: { click: close } }), el("span", { class: "small mute", text: scoreText() })),
  ];
}
