// Which of several outputs is seeded: the sweep starts at one of them, and the reader says at which.

import { el, hold, byId } from "../dom.js";
import { grouped, typed } from "../format.js";
import { state, change } from "../state.js";
import { run } from "../runner.js";

/** Paints the choice; a function of one output has none. */
export function paintOutputs() {
  const choice = (state.outline ?? state.tape)?.choice ?? null;
  hold(byId("outputs"), JSON.stringify(choice), () => (choice === null ? [] : chooser(choice)));
}

/** The sweep starts at another output: from its seed. */
function seed(output) {
  change({ output, step: null });
  run();
}

/** "3 outputs; the sweep starts at …": a list of names, or a number where there are very many. */
function chooser({ chosen, count, names }) {
  return [el("label", { for: "output", text: `${grouped(count)} outputs; the sweep starts at ` }), names.length === count ? list(names, chosen) : box(chosen, count)];
}

function list(names, chosen) {
  const options = names.map((name, k) => el("option", { value: String(k), selected: k === chosen, text: `${k + 1}: ${name}` }));
  const node = el("select", { id: "output" }, ...options);
  node.addEventListener("change", () => seed(Number(node.value)));
  return node;
}

function box(chosen, count) {
  const node = el("input", { id: "output", class: "num", inputmode: "numeric", value: String(chosen + 1) });
  node.addEventListener("change", () => {
    const k = Math.trunc(typed(node.value) ?? 0);
    if (k >= 1 && k <= count) seed(k - 1);
    else node.value = String(chosen + 1);
  });
  return node;
}
