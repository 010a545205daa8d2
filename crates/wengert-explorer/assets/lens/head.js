// The head of a lens: the finding as a heading, one sentence below it, controls beside it.

import { byId, el, hold } from "../dom.js";

/** A head with places for heading, lead and controls; before the first answer it says which view this is. */
export function head(...controls) {
  const heading = el("h1", { text: byId("view-name").textContent });
  const lead = el("p", { class: "lead" });
  const root = el("div", { class: "lens-head" }, el("div", {}, heading, lead), el("div", { class: "controls" }, ...controls));
  return {
    root,
    say(key, makeHeading, makeLead) {
      hold(heading, key, makeHeading);
      hold(lead, key, makeLead);
    },
  };
}

/** A row of choices of which one is pressed. */
export function choice(label, options, chosen, choose) {
  const root = el("div", { class: "seg", role: "group", "aria-label": label });
  const show = () => {
    const key = JSON.stringify([options(), chosen()]);
    hold(root, key, () =>
      options().map(({ id, text }) => {
        const button = el("button", { "aria-pressed": String(id === chosen()) }, ...[text].flat());
        button.addEventListener("click", () => choose(id));
        return button;
      }),
    );
  };
  return { root, show };
}
