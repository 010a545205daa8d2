// The learning map: what comes before and after, claims with their sources, misconceptions, practice, the network.

import { el, byId } from "../dom.js";
import { state, change } from "../state.js";
import { open } from "../runner.js";
import { goTo } from "../views.js";
import { CLAIMS, SOURCES } from "../learn/claims.js";
import { misconceptions } from "../learn/misconceptions.js";
import { network } from "../learn/network.js";
import { practice } from "../learn/practice.js";
import { words } from "../learn/words.js";
import { lettersActive, setLetters } from "../keys.js";

/** Builds the lens. */
function build(host) {
  const wrong = misconceptions();
  const net = network();
  host.append(el("h1", { text: "Where this sits" }), el("p", { class: "lead", text: "This page shows how an output moves with each input, all at once." }), map(), words(), el("div", { class: "even" }, practice().root, sources()), claims(), wrong.root, net.root, settings());
  return () => {
    wrong.paint();
    net.paint();
  };
}

/** Before, here, after. */
function map() {
  const station = (when, title, text, here = false) => el("div", { class: `card${here ? " here" : ""}` }, el("p", { class: "small mute", text: when }), el("h2", { text: title }), el("p", { class: "mute", text }));
  const to = () => el("span", { class: "to", text: "→", "aria-hidden": "true" });
  return el("div", { class: "map" },
    station("before", "Computation graphs", "Carry in: read a graph, what depends on what, and the chain rule for one edge."), to(),
    station("here", "Reverse mode", "Record once. Sweep back once. Every register adds.", true), to(),
    station("after", "Backpropagation", "Carry out: the same sweep through a two-layer network, trained below step by step."));
}

/** The sources, with what each supports and what not. */
function sources() {
  const one = (source) => el("div", { class: "source" },
    el("p", {}, el("b", { text: `${source.name} ` }), `${source.title} `, el("i", { text: source.where })),
    el("p", { class: "small mute" }, el("b", { text: "Supports: " }), source.supports),
    el("p", { class: "small mute" }, el("b", { text: "Does not: " }), source.not, " ", note("source", source.id, source.name)));
  return el("div", { class: "card" }, el("h2", { text: "Sources, and what each supports" }), ...SOURCES.map(one));
}

/** A link that opens a note on this. */
const note = (kind, id, title) => el("button", { class: "link small", "data-note": kind, "data-ref": id, "data-title": `${kind}: ${title}`, text: "Note" });

/** The claims, each with its witness on this page. */
function claims() {
  const row = (claim) => el("tr", {}, el("td", { class: "b", text: claim.text }), el("td", { class: "mute", text: SOURCES.find((source) => source.id === claim.source).name }), el("td", {}, claim.witness), el("td", { class: "r" }, el("button", { class: "link", text: "See it", on: { click: () => see(claim.see) } }), " ", note("claim", claim.id, claim.text)));
  return el("div", { class: "card spaced wide" }, el("h2", { text: "What the page claims" }), el("table", {}, el("thead", {}, el("tr", {}, ...["claim", "source", "witness here", "open"].map((text, k) => el("th", { class: k === 3 ? "r" : "", text })))), el("tbody", {}, ...CLAIMS.map(row))));
}

/** Opens the state that witnesses a claim. */
function see({ view, step, line, anchor }) {
  if (anchor) return byId(anchor).scrollIntoView({ block: "center" });
  if (step) {
    open({ source: "x*y + sin(x*y)", point: { x: 2, y: 3 }, at: { step, selected: line } });
  }
  change({});
  goTo(view);
}

/** The keyboard, and the switch for letters. */
function settings() {
  const keys = [["← →", "one event back, forward"], ["Shift ← →", "one line"], ["Home End", "first, last"], ["Space", "play, pause"], ["↑ ↓", "line above, below"], ["Enter", "select"], ["Esc", "clear"], ["P", "predict"], ["W", "why this number"], ["K", "next kink"], ["N", "next finding"], ["[ ]", "line of the matrix"], ["M", "note"]];
  const box = el("input", { type: "checkbox", id: "letters" });
  box.checked = lettersActive();
  box.addEventListener("change", () => setLetters(box.checked));
  return el("div", { class: "card spaced" }, el("h2", { text: "Keys" }), el("dl", { class: "keys" }, ...keys.map(([key, text]) => el("div", {}, el("dt", {}, ...key.split(" ").flatMap((one, k) => [k > 0 ? " " : "", el("span", { class: "kbd", text: one })])), el("dd", { text })))), el("label", { for: "letters" }, box, " letters are shortcuts"));
}

export const learn = { id: "learn", build };
