// The two classic misconceptions, each shown failing on the present function.

import { el, hold } from "../dom.js";
import { four, grouped, number } from "../format.js";
import { bar } from "../math.js";
import { state } from "../state.js";
import { model } from "../runner.js";
import { following } from "../lens/follow.js";

/** The cards, and their painter. */
export function misconceptions() {
  const overwrite = el("div", { class: "card wide" });
  const expansion = el("div", { class: "card wide", id: "expansion" });
  const root = el("div", { class: "even spaced" }, overwrite, expansion);
  const follow = following(root, "misconceptions", () => (state.tape ? { model: model() } : null), (answer) => {
    hold(overwrite, JSON.stringify(answer.overwrite), () => overwriting(answer.overwrite));
    hold(expansion, JSON.stringify(answer.expansion), () => expanding(answer.expansion));
  });
  return { root, paint: follow };
}

/** A link that opens a note on this. */
const noteOn = (id, title) => el("button", { class: "link small", "data-note": "misconception", "data-ref": id, "data-title": `misconception: ${title}`, text: "Note" });

/** `=` where `+=` is meant. */
function overwriting({ registers }) {
  const wrong = registers.filter((one) => number(one.right) !== number(one.wrong));
  const row = (one) => el("tr", {}, el("td", {}, bar(one.name)), el("td", { class: "r c b", text: four(one.right) }), el("td", { class: number(one.right) === number(one.wrong) ? "r mute" : "r al b", text: number(one.right) === number(one.wrong) ? four(one.wrong) : `${four(one.wrong)} wrong` }));
  return [
    el("h2", { text: "Misconception 1: = does as well as +=" }),
    el("p", { class: "mute", text: wrong.length > 0 ? `Overwriting keeps only the last use: ${wrong.length} of ${registers.length} registers are wrong.` : "Here every value is used once, so overwriting goes unnoticed. Take a value that is used twice." }),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { text: "register" }), el("th", { class: "r", text: "adding, +=" }), el("th", { class: "r", text: "overwriting, =" }))), el("tbody", {}, ...registers.map(row))),
    noteOn("overwrite", "overwriting where += is meant"),
  ];
}

/** The formula grows, the tape does not. */
function expanding(steps) {
  const most = Math.max(1, ...steps.map((step) => number(step.terms)));
  const row = (step) => {
    const length = el("span", { class: "grow-bar" });
    length.style.setProperty("width", `${Math.max(1, (number(step.terms) / most) * 100)}%`);
    return el("tr", {}, el("td", { class: "r", text: String(step.depth) }), el("td", { class: "r b al", text: grouped(step.terms) }), el("td", { class: "grow" }, length), el("td", { class: "r b", text: grouped(step.tape_lines) }));
  };
  return [
    el("h2", { text: "Misconception 2: it expands the formula" }),
    el("p", { class: "mute", text: "The product u₁·u₂·…·u_k, differentiated by hand, and on the tape." }),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { class: "r", text: "k" }), el("th", { class: "r", text: "factors written out" }), el("th", { text: "" }), el("th", { class: "r", text: "tape lines" }))), el("tbody", {}, ...steps.map(row))),
    noteOn("expansion", "symbolic expansion"),
  ];
}
