// A lens that follows the state: asks the engine whenever its question changes, and shows the newest answer.

import { el, hold, mark } from "../dom.js";
import { Asker, Refusal, keyOf } from "../engine.js";
import { repaint } from "../state.js";

/** A painter for `host`, which shows its heading only until it knows how much room the first answer takes: asks `question` with `partsOf()`, then `show(answer)`; `partsOf` may give `null` for nothing to ask. */
export function following(host, question, partsOf, show) {
  let asked = null;
  let answer = null;
  let fault = null;
  const asker = new Asker(
    (reply) => {
      [answer, fault] = [reply, null];
      repaint();
    },
    (error) => {
      fault = error instanceof Refusal ? error.fault : { message: "the engine does not answer" };
      asked = error instanceof Refusal ? asked : null;
      if (error instanceof Refusal) repaint();
    },
  );
  const trouble = el("div", { class: "cards" });
  host.prepend(trouble);
  return () => {
    const parts = partsOf();
    const key = parts === null ? null : keyOf(parts);
    if (key !== null && key !== asked) {
      asked = key;
      asker.ask(question, parts);
    }
    hold(trouble, fault ? fault.message : "", () => (fault ? card(fault) : []));
    mark(host, "waiting", answer === null);
    if (answer) show(answer);
  };
}

/** Why a lens has nothing to show. */
const card = (fault) =>
  el("div", { class: "card message", role: "alert" }, el("h2", { class: "al", text: "The engine refuses" }), el("p", { class: "mute", text: `${fault.message}.${fault.help ? ` ${fault.help}.` : ""}` }));
