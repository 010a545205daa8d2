// A lens that follows the state: asks the engine whenever its question changes, and shows the newest answer.

import { el, hold, mark } from "../dom.js";
import { Asker, Refusal, heard, keyOf } from "../engine.js";
import { repaint } from "../state.js";
import { coded, sentence } from "../wording.js";
import { nothing } from "./nothing.js";

/**
 * A painter for `host`: asks `question` with `partsOf()`, then `show(answer)`; `partsOf` may give `null` for nothing to ask, of which a lens says why.
 * `host` shows its heading only until it knows how much room the first answer takes. An answer about another model is not shown for this one: it stays in grey until the new one comes, and goes where that is refused.
 */
export function following(host, question, partsOf, show) {
  let asked = null;
  let known = null;
  let fault = null;
  const asker = new Asker(
    (answer, parts) => {
      known = { answer, about: aboutOf(parts) };
      fault = null;
      repaint();
    },
    (error) => {
      fault = error instanceof Refusal ? error.fault : { kind: "silent", heard: heard() };
      if (error instanceof Refusal) known = null;
      repaint();
    },
  );
  const again = () => {
    [asked, fault] = [null, null];
    repaint();
  };
  const trouble = el("div", { class: "cards trouble" });
  host.prepend(trouble);
  return () => {
    const parts = partsOf();
    const key = parts === null ? null : keyOf(parts);
    if (fault?.kind === "silent" && heard() > fault.heard) [asked, fault] = [null, null];
    if (key !== null && key !== asked) {
      asked = key;
      asker.ask(question, parts);
    }
    const none = parts === null ? nothing(question) : null;
    hold(trouble, none?.said ?? (fault ? `${fault.kind} ${fault.message}` : ""), () => none?.card() ?? (fault ? card(fault, again) : []));
    const fits = known !== null && parts !== null && known.about === aboutOf(parts);
    mark(host, "refused", none !== null || (fault !== null && known === null));
    mark(host, "awaiting", none === null && known !== null && !fits);
    mark(host, "waiting", none !== null || (known === null && fault === null));
    if (fits) show(known.answer);
  };
}

/** A number in a text. */
const NUMBER = /(?<![\w.])\d+\.?\d*(e[+-]?\d+)?/gi;

/** What a question is about: the same text or tape, whatever the numbers in it and its point. */
const aboutOf = ({ model }) => (model ? keyOf({ text: model.text?.replace(NUMBER, "#"), tape: model.tape, output: model.output }) : "");

/** Why a lens has nothing to show. */
function card(fault, again) {
  const silent = fault.kind === "silent";
  const text = silent ? ["Numbers in this view are from the last reply."] : coded(`${sentence(fault.message)}${fault.help ? ` ${sentence(fault.help)}` : ""}`);
  const button = silent ? el("button", { class: "btn q", text: "Try again", on: { click: again } }) : null;
  return el("div", { class: "card message", role: "alert" }, el("h2", { class: "al", text: silent ? "The engine does not answer" : "The engine refuses" }), el("p", { class: "mute" }, ...text), button);
}
