// Messages: what was refused, what was decided for the reader, and an engine that does not answer.

import { el, hold, mark, byId } from "./dom.js";
import { state, change } from "./state.js";
import { open, retry } from "./runner.js";
import { openEditor } from "./band/editor.js";
import { coded, sentence } from "./wording.js";

const HEADINGS = {
  silent: "The engine does not answer",
  limit: "Refused: it would cost too much",
  text: "This cannot be read",
  input: "A value cannot be used",
  undefined: "Not differentiable here",
  request: "The page and the engine do not agree",
  engine: "The engine refuses",
};

/** The message that the reader has closed: it stays closed until there is another one, or none. */
let closed = null;

/** Paints the cards over the panel, and the line below the formula. */
export function paintMessages() {
  const { fault, tape, draft, outline } = state;
  const empty = tape === null && outline === null;
  const said = fault !== null && (draft === null || fault.kind === "silent");
  if (!said || closed !== keyOf(fault)) closed = null;
  // The view of kinks says itself that one is refused.
  const shown = said && closed === null && (empty || fault.kind !== "undefined" || state.view !== "kinks");
  const key = `${shown ? JSON.stringify(fault) : fault !== null} ${empty} ${state.saved ?? state.shown}`;
  hold(byId("cards"), key, () => [shown ? card(fault, empty) : null, empty && fault !== null ? nothing() : null]);
  // Over the panel of the step, which is not that of what was asked: nothing moves when a card comes or goes.
  mark(byId("cards"), "over", !empty);
  mark(byId("band"), "empty", empty && fault !== null);
  paintNotice(draft === null ? ((outline ?? tape)?.warnings ?? []) : [], closed === null ? null : greyText(fault), state.unkept);
}

/** What a fault says. */
const keyOf = ({ kind, message, opening }) => JSON.stringify([kind, message, opening]);

/** Closes the card of the present fault. */
function close() {
  closed = keyOf(state.fault);
  change({});
}

/** What a card says in a few words. */
const headingOf = (fault) => (fault.opening ? `${short(fault.opening)} cannot be opened` : (HEADINGS[fault.kind] ?? HEADINGS.engine));

/** Where the numbers come from that stay in grey behind a card. */
const greyText = (fault) => `${headingOf(fault)}: the grey numbers are ${fault.noted ? "those with kinks noted" : "from the last answer"}.`;

/** A card. */
const message = (heading, alarm, ...parts) => el("div", { class: "card message", role: alarm ? "alert" : "status" }, el("h2", { class: alarm ? "al" : "", text: heading }), ...parts);

const words = (...parts) => el("p", { class: "mute" }, ...parts);

/** A button that does one thing. */
const button = (text, act) => el("button", { class: "btn q", text, on: { click: act } });

/** Why there are no new numbers. */
function card(fault, empty) {
  const heading = headingOf(fault);
  const away = empty ? null : button("Close", close);
  const below = fault.opening && !empty ? words("Still shown: the last that could be opened, ", el("b", { text: short(state.saved ?? state.shown ?? state.source) }), ".") : null;
  if (fault.kind === "silent") return message(heading, true, words(fault.opening ? "The engine does not answer." : "Numbers on this page are from the last reply."), below, el("div", { class: "row-btns" }, button("Try again", retry), away));
  const where = fault.column ? `, ${fault.line > 1 ? `line ${fault.line}, ` : ""}column ${fault.column}` : "";
  const said = words(...coded(sentence(`${fault.message}${where}`)), ...(fault.help ? [" ", ...coded(sentence(fault.help))] : []));
  const excerpt = fault.excerpt ? el("pre", { class: "mono excerpt", tabindex: "0", text: fault.excerpt }) : null;
  const note = fault.kind === "undefined" ? button("Note kinks and go on", noteKinks) : null;
  return message(heading, true, said, excerpt, below, el("div", { class: "row-btns" }, note, away));
}

/** The beginning of a long text, in one line. */
const short = (text) => (text.length > 40 ? `${text.slice(0, 40).replaceAll("\n", " ")}…` : text.replaceAll("\n", " "));

/** Answers the slope of least norm on a kink, instead of none. */
function noteKinks() {
  change({ kinks: "note" });
  retry();
}

/** What was decided for the reader: one line, in a place that is kept for it. */
function paintNotice(warnings, refused, unkept) {
  const named = (kind) => warnings.filter((one) => one.kind === kind).map(({ input }) => input).join(", ");
  const parts = [
    refused,
    unkept && "This browser has not kept the file: after a reload, open it again.",
    named("missing") && `No value was given, so set to 1: ${named("missing")}.`,
    ...warnings.filter(({ kind, help }) => kind === "missing" && help).map(({ help }) => sentence(help)),
    named("unused") && `Left out, because nothing reads it: ${named("unused")}.`,
    ...warnings.filter(({ kind, help }) => kind === "unused" && help).map(({ help }) => sentence(help)),
    ...warnings.filter(({ kind }) => kind === "adjoints").map(({ message: text }) => `The file holds other adjoints: ${text}.`),
  ].filter(Boolean);
  hold(byId("notice"), parts.join(" "), () => coded(parts.join(" ")));
}

/** Ways in, when nothing was ever recorded. */
function nothing() {
  const worked = () => open({ source: "x*y + sin(x*y)", point: { x: 2, y: 3 }, view: "tape" });
  const click = (id) => () => byId(id).click();
  return message("Nothing is recorded", false, words("Type an expression, choose a preset, or open a saved tape."),
    el("div", { class: "row-btns" }, button("Type an expression", openEditor), button("Presets", click("presets")), button("Open tape", click("open-tape")), button("Worked example", worked)));
}
