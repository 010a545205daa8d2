// Predict, then reveal: a question from the engine, an answer committed, and only then the step.

import { byId } from "./dom.js";
import { focusSoon, nowhere } from "./focus.js";
import { state, change, repaint } from "./state.js";
import { Asker, Silence } from "./engine.js";
import { model } from "./runner.js";
import { held, seek, forwardLength } from "./timeline.js";
import { forward, halt, runTo } from "./player.js";
import { keep, settled } from "./address.js";
import { lettersActive, onLetter } from "./keys.js";
import { record } from "./score.js";
import { say } from "./live.js";
import { spokenText } from "./spoken.js";
import { unfoldAround } from "./stage/folds.js";
import { paintCard } from "./stage/question-card.js";

/** What can be asked for. */
const KINDS = ["register", "sign", "larger", "input"];
/** Kinds that ask about registers which must still be empty. */
const AHEAD = ["larger", "input"];
/** Numbers rest so long before a question is put anew for them. */
const REST = 120;

let turn = 0;
/** What the address asks for, until there is the tape to ask about: another one than the page had `before`. */
let wanted = null;
/** The same as the address has it, until the question stands. */
let asking = null;

// Number, kind if one is wanted, hints taken, answer chosen: `3-register-2-1`; what is left out at the end is nothing.
keep("ask", {
  read: (text) => {
    const [, number, kind, hints, choice] = /^(\d{1,9})(?:-([a-z]*)(?:-(\d?)(?:-(\d?))?)?)?$/.exec(text) ?? [];
    wanted = number === undefined ? null : { number: Number(number), kind: KINDS.find((one) => one === kind) ?? null, hints: Number(hints ?? 0), choice: Number(choice ?? 0), before: state.tape };
    asking = wanted && text;
  },
  own: true,
  write: () => (held() ? askText(state.question) : asking),
});

/** An open question in the address. */
const askText = ({ number, only, hints, chosen }) => [number, only ?? "", hints || "", chosen === null ? "" : chosen + 1].join("-").replace(/-+$/, "");

/** Listens for the button and the keys; another address puts the question aside. */
export function bindQuestion() {
  byId("ask").addEventListener("click", () => askNext());
  onLetter("p", () => askNext());
  document.addEventListener("keydown", keys, { capture: true });
  window.addEventListener("popstate", () => change({ question: null }));
}

/** The next contribution after the cursor, as the engine counts them. */
function nextContribution(only) {
  const first = forwardLength() + 1;
  const last = state.tape.events.length;
  if (state.step < first || state.step >= last || AHEAD.includes(only)) seek(first);
  return state.step - first;
}

/** Asks the engine for a question about what comes next, of one kind only if that is wanted. */
export function askNext({ kind = null, number = turn, hints = 0, choice = 0 } = {}) {
  if (!state.tape || held() || state.view !== "tape") return;
  turn = number + 1;
  halt();
  put({ only: kind, number, hints, choice, contribution: nextContribution(kind), structure: state.tape.structure, fresh: true });
}

/** Puts a question about the present numbers. */
function put(note) {
  const { contribution, number, only } = note;
  asker.ask("question", { model: model(), contribution, turn: number, ...(only && { kind: only }) }, { ...note, stamp: state.tape.stamp });
}

const asker = new Asker(
  (answer, note) => arrived(note, show, answer),
  (error, note) => arrived(note, refuse, error),
);

/** An answer, or none, is there: what the address had asked for is no longer waited for. */
function arrived(note, take, said) {
  asking = null;
  if (fits(note)) take(said, note);
  else anew(note);
}

/** Whether an answer still belongs to what is on the page. */
const fits = ({ structure, fresh }) => state.view === "tape" && state.tape?.structure === structure && (fresh || state.question !== null);

/** The function changed while a question was on its way: it is asked of the new one. */
const anew = ({ fresh, only, number, structure }) => fresh && state.question === null && state.tape?.structure !== structure && askNext({ kind: only, number });

/** Opens the card that says why there is no question. */
function refuse(error, note) {
  change({ question: { ...note, asked: note.contribution, event: null, hidden: new Set(), refused: refusal(error) } });
  if (note.fresh) focusOn(".side button");
}

/** Why there is no question, in the words of a card. */
const refusal = (error) => (error instanceof Silence ? { heading: "The engine does not answer", text: "Numbers on this page are from the last reply.", silent: true } : { heading: "Nothing to predict here", text: sentences(error.fault), silent: false });

/** What is wrong, and what to do instead. */
const sentences = ({ message, help }) => [message, help].filter(Boolean).map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`).join(" ");

/** Opens a question: its step waits, and what would give it away is hidden. */
function show(answer, note) {
  const { tape } = state;
  const seed = forwardLength() + 1;
  const event = answer.contribution === null ? null : seed + 1 + answer.contribution;
  const about = answer.about.map((id) => tape.byId.get(id).line);
  const hidden = new Set(answer.hide.map((part) => (part.part === "register" ? `register ${tape.byId.get(part.line).line}` : `pay ${seed + 1 + part.contribution}`)));
  const question = { ...answer, ...note, asked: note.contribution, event, about, hidden, hint_texts: answer.hints, ...taken(answer, note), revealed: false, waiting: false, end: seed + answer.until };
  unfoldAround([...about, ...(event === null ? [] : [tape.events[event - 1].line])]);
  // What was set going while the engine was asked would run on over the answer.
  halt();
  change({ question, step: seed + note.contribution });
  settled();
  if (note.fresh || byId("question").contains(document.activeElement)) focusOn('[role="radio"]');
}

/** Which hints were taken and which answer was chosen, of those that there are. */
const taken = ({ hints, choices }, { hints: count = 0, choice = 0 }) => ({ hints: Math.min(count, hints.length), chosen: choice >= 1 && choice <= choices.length ? choice - 1 : null });

/** Gives the focus to a part of the card once it is painted. */
const focusOn = (selector) => focusSoon(() => byId("question").querySelector(selector));

/** Where a key may mean the card: not in fields, menus and links elsewhere. */
const ours = (node) => nowhere(node) || byId("question").contains(node) || (node.closest(".stage, #transport") !== null && !node.matches("input, textarea, select"));

/** Keys 1 to 4 and the arrows choose, Enter commits, H takes a hint, Escape skips. */
function keys(event) {
  if (!state.question || state.view !== "tape" || event.ctrlKey || event.metaKey || event.altKey || !ours(event.target)) return;
  if (!(held() ? answering(event) : reading(event))) return;
  event.preventDefault();
  event.stopPropagation();
}

/** A key while the question is open; `false` where it means nothing. */
function answering({ key, target }) {
  const { question } = state;
  const digit = Number(key);
  const arrow = target.matches('[role="radio"]') ? { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key] : undefined;
  if (key === "Escape") close();
  else if (digit >= 1 && digit <= question.choices.length) choose(digit - 1);
  else if (arrow) choose(((question.chosen ?? (arrow > 0 ? -1 : 0)) + arrow + question.choices.length) % question.choices.length);
  else if (key.toLowerCase() === "h" && lettersActive()) hint();
  else if (key === "Enter" && question.chosen !== null && !target.matches(".hint-next, .skip-it")) commit();
  else return false;
  return true;
}

/** A key once the card only has to be read. */
function reading({ key, target }) {
  const away = key === "Escape" || (key === "Enter" && (nowhere(target) || byId("question").contains(target)) && !target.matches(".again"));
  if (away) close();
  return away;
}

/** Chooses an answer; it can still be changed. */
function choose(index) {
  if (state.question.waiting) return;
  change({ question: { ...state.question, chosen: index, urged: false } });
  settled();
  focusOn(`[role="radio"]:nth-child(${index + 1})`);
}

/** The next hint; the focus goes back to the answers. */
function hint() {
  const { question } = state;
  if (question.hints >= question.hint_texts.length) return;
  change({ question: { ...question, hints: question.hints + 1, urged: false } });
  settled();
  focusOn('[role="radio"][tabindex="0"]');
}

/** Commits: the hidden numbers appear, the sweep goes on to where the answer stands, the score is kept. */
function commit() {
  const { question } = state;
  if (question.chosen === null || question.waiting) return;
  const right = question.chosen === question.answer;
  record(question, right);
  change({ question: { ...question, revealed: true, hidden: new Set() } });
  if (question.event !== null) forward();
  else runTo(question.end);
  say(`${right ? "Right" : "Not so"}. ${spokenText(`${right ? "" : `It is ${question.choices[question.answer]}. ${question.slips[question.chosen]} `}${question.because}`)}`);
  focusOn(".side button");
}

/** Closes the card. */
function close() {
  change({ question: null });
  settled();
}

/** Asks again where the engine did not answer. */
function again() {
  const { number, only, hints, choice } = state.question;
  close();
  askNext({ number, kind: only, hints, choice });
}

let resting = 0;

/** Keeps the question true to the page: another function or view ends it, other numbers put it anew. */
function follow() {
  const { question, tape, view } = state;
  if (wanted !== null && tape && tape !== wanted.before && view === "tape" && state.shown === state.source) {
    const next = wanted;
    wanted = null;
    askNext(next);
  }
  if (question === null) return;
  if (view !== "tape" || tape?.structure !== question.structure) return close();
  if (tape.stamp === question.stamp || question.refused?.silent) return;
  if (question.revealed) return close();
  Object.assign(question, { stamp: tape.stamp, chosen: null, waiting: true });
  repaint();
  clearTimeout(resting);
  resting = setTimeout(() => state.question && !state.question.revealed && put({ only: question.only, number: question.number, hints: question.hints, contribution: question.asked, structure: question.structure, fresh: false }), REST);
}

/** Paints the card. */
export function paintQuestion() {
  follow();
  paintCard({ choose, hint, commit, close, again });
}
