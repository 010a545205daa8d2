// The learning map: what the page is for, its words, what comes before and after, practice, claims, misconceptions.

import { el } from "../dom.js";
import { before } from "../learn/before.js";
import { claims } from "../learn/claim-list.js";
import { keys } from "../learn/keys.js";
import { misconceptions } from "../learn/misconceptions.js";
import { network } from "../learn/network.js";
import { practice } from "../learn/practice.js";
import { sources } from "../learn/sources.js";
import { words } from "../learn/words.js";

/** Builds the lens. */
function build(host) {
  const [carry, net, claimed, wrong] = [before(), network(), claims(), misconceptions()];
  host.append(
    el("h1", { text: "Where this sits" }),
    el("p", { class: "lead", text: "This page shows how an output moves with each input, all at once." }),
    el("ol", { class: "steps lead" }, ...STEPS.map((text) => el("li", { text }))),
    map(), words(), carry.root,
    el("div", { class: "spaced", id: "practice" }, practice().root),
    net.root, wrong.root, claimed.root, sources(), keys());
  return () => [carry, net, claimed, wrong].forEach(({ paint }) => paint());
}

/** The whole method, a sentence a step. */
const STEPS = [
  "The program runs, and writes each operation on a tape with its value.",
  "The sweep reads the tape back from the last line up.",
  "The output's register starts at 1: it moves as far as itself.",
  "Each line adds cotangent × local derivative into what it read.",
  "In the end the registers of the inputs are the gradient.",
];

/** Before, here, after: each leads to its place. */
function map() {
  const station = (when, title, text, links) => el("div", { class: `card${when === "here" ? " here" : ""}` }, el("p", { class: "small mute", text: when }), el("h2", { text: title }), el("p", { class: "mute", text }), el("p", { class: "row-btns" }, ...links.map(([label, view, at]) => el("a", { class: "link", href: "#", "data-view": view, "data-to": at, text: label }))));
  const to = () => el("span", { class: "to", text: "→", "aria-hidden": "true" });
  return el("div", { class: "map" },
    station("before", "Computation graphs", "Carry in: read a graph, and the chain rule for one arrow.", [["Move an input and watch", "learn", "before"]]), to(),
    station("here", "Reverse mode", "Record once. Sweep back once. Every register adds.", [["The tape", "tape"], ["Forward and reverse mode", "modes"], ["Practice", "learn", "practice"]]), to(),
    station("after", "Backpropagation", "Carry out: the same sweep through a two-layer network.", [["Train it step by step", "learn", "network"]]));
}

export const learn = { id: "learn", build };
