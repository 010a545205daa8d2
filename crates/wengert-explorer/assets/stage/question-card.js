// The card of a question: what is asked and given, the answers, hints in steps; afterwards what came out.

import { el, hold, mark, put, set, byId } from "../dom.js";
import { prose } from "../math.js";
import { state } from "../state.js";
import { scoreText } from "../score.js";
import { finishedRegisters } from "./finished.js";

const key = (text) => el("span", { class: "kbd", "aria-hidden": "true", text });

/** Paints the card; `act` has what its buttons do. */
export function paintCard(act) {
  const { question } = state;
  const card = byId("question");
  if (!question?.revealed) byId("step-words").after(byId("equation"));
  const left = question === null && card.contains(document.activeElement);
  mark(card, "away", question === null);
  mark(byId("step"), "away", question !== null);
  mark(card, "shown", question?.revealed === true);
  hold(card, question && `${question.stamp} ${question.question} ${question.revealed} ${question.refused?.text} ${question.waiting}`, () => parts(question, act));
  if (left) byId("ask").focus({ preventScroll: true });
  if (question && !question.revealed && !question.refused) showOpen(card, question);
}

/** What stands in the card. */
function parts(question, act) {
  if (!question) return [];
  if (question.refused) return refused(question.refused, act);
  return question.revealed ? revealed(question, act) : open(question, act);
}

/** The open question. */
function open(question, act) {
  const options = question.choices.map((text, k) => el("button", { class: "btn q", role: "radio", "aria-checked": "false", tabindex: "-1", disabled: question.waiting, on: { click: () => act.choose(k) } }, key(String(k + 1)), " ", ...prose(text)));
  const next = el("button", { class: "link hint-next", on: { click: act.hint } });
  const hint = el("p", { class: "small mute hint" }, el("span", { class: "hint-text", role: "status" }), " ", next, " ", key("H"));
  return [
    el("div", { class: "asks" }, el("h2", { id: "asked" }, ...prose(question.question)), el("p", { class: "mute", id: "given" }, ...prose(question.given))),
    el("div", { class: "answers" }, el("div", { class: "opts", role: "radiogroup", "aria-labelledby": "asked", "aria-describedby": "given" }, ...options), hint),
    el("div", { class: "side" }, el("button", { class: "btn f commit", on: { click: act.commit } }, "Commit ", key("Enter")), el("button", { class: "link small skip-it", on: { click: act.close } }, "Skip ", key("Esc"))),
  ];
}

/** Choice, hint and whether it can be committed. */
function showOpen(card, question) {
  const { chosen, hints, hint_texts: texts } = question;
  card.querySelectorAll('[role="radio"]').forEach((button, k) => {
    set(button, "aria-checked", String(chosen === k));
    set(button, "tabindex", (chosen ?? 0) === k ? "0" : "-1");
  });
  hold(card.querySelector(".hint-text"), `${hints} ${question.urged}`, () => hintParts(question));
  const next = card.querySelector(".hint-next");
  put(next, hints === 0 ? "Hint" : "Next hint");
  for (const part of [next, next.nextElementSibling]) mark(part, "away", hints >= texts.length);
  card.querySelector(".commit").disabled = chosen === null || question.waiting;
}

/** The hint that is open, or why nothing moves. */
function hintParts({ kind, hints, hint_texts: texts, urged }) {
  if (urged) return ["The sweep waits: commit, or skip."];
  if (hints === 0) return kind === "register" ? ["To two digits."] : [];
  return [`Hint ${hints} of ${texts.length}: `, ...prose(texts[hints - 1])];
}

/** What came out, by the actual contributions. */
function revealed(question, act) {
  const { chosen, answer, choices, slips } = question;
  const heading = chosen === answer ? ["✓ ", ...prose(choices[answer])] : ["✗ Not ", ...prose(choices[chosen]), " but ", ...prose(choices[answer])];
  const slip = slips[chosen] === "" ? [] : [...prose(slips[chosen]), " "];
  return [
    el("div", { class: "asks" }, el("h2", {}, ...heading), el("p", { class: "mute" }, ...slip, ...prose(question.because))),
    el("div", { class: "answers" }, question.event === null ? finishedRegisters(question.about) : byId("equation")),
    el("div", { class: "side" }, el("button", { class: "btn f", on: { click: act.close } }, "Continue ", key("Enter")), el("span", { class: "small mute", text: scoreText() })),
  ];
}

/** Why there is no question. */
function refused({ heading, text, silent }, act) {
  const again = silent ? el("button", { class: "btn q again", text: "Try again", on: { click: act.again } }) : null;
  return [
    el("div", { class: "asks", role: "alert" }, el("h2", { class: silent ? "al" : "", text: heading }), el("p", { class: "mute", text })),
    el("div", { class: "answers" }, again),
    el("div", { class: "side" }, el("button", { class: "btn f", on: { click: act.close } }, "Close ", key("Esc"))),
  ];
}
