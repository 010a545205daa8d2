// The address: everything that a link must bring back, written after the #.

import { state } from "./state.js";
import { exact } from "./format.js";

const VIEWS = ["tape", "code", "cost", "why", "kinks", "accuracy", "detective", "matrix", "learn", "practice", "modes", "any"];
const COLUMNS = ["math", "rust", "python"];

/** What a lens keeps in the address besides, by key. */
const extra = {};

/** Gives a lens a place in the address: `read` takes a text, `write` gives one or `null`. */
export function keep(key, { read, write }) {
  extra[key] = { read, write };
}

/** The fragment of the present state. */
export function fragment() {
  const parts = new URLSearchParams();
  if (state.saved) parts.set("tape", state.saved);
  else parts.set("e", state.source);
  const at = Object.entries(state.point).map(([name, value]) => `${name}:${exact(value)}`);
  if (at.length > 0) parts.set("at", at.join(","));
  parts.set("step", String(state.step));
  if (state.view !== "tape") parts.set("view", state.view);
  if (state.selected) parts.set("line", String(state.selected));
  if (state.column !== "math") parts.set("as", state.column);
  if (state.of) parts.set("of", state.of);
  if (state.kinks !== "note") parts.set("kinks", state.kinks);
  const passes = Object.entries(state.passes).map(([loop, pass]) => `${loop}:${pass}`);
  if (passes.length > 0) parts.set("pass", passes.join(","));
  const unfolded = Object.keys(state.unfolded);
  if (unfolded.length > 0) parts.set("open", unfolded.join(","));
  for (const [key, { write }] of Object.entries(extra)) {
    const text = write();
    if (text !== null) parts.set(key, text);
  }
  return `#${parts.toString()}`;
}

/** `name:number` pairs. */
function pairs(text) {
  const entries = (text ?? "").split(",").map((pair) => pair.split(":"));
  return Object.fromEntries(entries.filter(([name, value]) => name && Number.isFinite(Number(value))).map(([name, value]) => [name, Number(value)]));
}

/** Takes the state out of the address; `false` if there is none. */
export function restore() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (!parts.has("e") && !parts.has("tape")) return false;
  state.saved = parts.get("tape");
  state.source = parts.get("e") ?? "";
  state.point = pairs(parts.get("at"));
  state.step = parts.has("step") ? Number(parts.get("step")) || 0 : null;
  state.view = VIEWS.includes(parts.get("view")) ? parts.get("view") : "tape";
  state.selected = Number(parts.get("line")) || null;
  state.column = COLUMNS.includes(parts.get("as")) ? parts.get("as") : "math";
  state.of = parts.get("of");
  state.kinks = ["ignore", "error"].includes(parts.get("kinks")) ? parts.get("kinks") : "note";
  state.passes = pairs(parts.get("pass"));
  state.unfolded = Object.fromEntries((parts.get("open") ?? "").split(",").filter((key) => /^\d+-\d+$/.test(key)).map((key) => [key, true]));
  for (const [key, { read }] of Object.entries(extra)) if (parts.has(key)) read(parts.get(key));
  return true;
}

let written = null;
let due = 0;

/** Writes the address once things are at rest. */
export function settled() {
  clearTimeout(due);
  due = setTimeout(() => write(false), 120);
}

/** Writes the address now; `entry` makes a new step in the browser's history. */
export function write(entry) {
  clearTimeout(due);
  const next = fragment();
  if (next === written) return;
  written = next;
  if (entry) history.pushState(null, "", next);
  else history.replaceState(null, "", next);
}

/** Calls back when the reader goes back or forward, or edits the address. */
export function onAddress(listener) {
  window.addEventListener("popstate", () => {
    if (location.hash !== written) listener();
    written = location.hash;
  });
}
