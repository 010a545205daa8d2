// The address: everything that a link must bring back, written after the #.

import { state } from "./state.js";
import { exact } from "./format.js";
import { sumOf } from "./tape-store.js";
import { valued, wired } from "./wire.js";

const VIEWS = ["tape", "code", "cost", "why", "kinks", "accuracy", "detective", "matrix", "learn", "practice", "modes"];
const COLUMNS = ["math", "rust", "python"];
const TABS = ["lines", "graph"];
export const SPEEDS = [0.5, 1, 2, 4];

/** What a lens keeps in the address besides, by key. */
const extra = {};

/**
 * Gives a lens a place in the address: `read` takes a text, empty where the address has none, `write` gives one or `null`.
 * What is the model's `own` goes with it when another is opened.
 */
export function keep(key, { read, write, own = false }) {
  extra[key] = { read, write, own };
}

/** Hands a lens what an address would have under its key. */
export const give = (key, text) => extra[key].read(text);

/** Puts aside what belongs to the model that was open. */
export const forget = () => Object.values(extra).filter(({ own }) => own).forEach(({ read }) => read(""));

/** Pairs of a number and a text as one text, `4_0.5_3_2`: nothing but what a reader wrote needs to be encoded in an address. */
export const paired = (entries) => entries.map(([number, text]) => `${number}_${text.replace(/[%_]/g, (sign) => (sign === "_" ? "%5F" : "%25"))}`).join("_");

/** The pairs again, of those that are some. */
export function unpaired(text) {
  const parts = text.split("_");
  const pairs = Array.from({ length: Math.floor(parts.length / 2) }, (_, k) => [parts[2 * k], parts[2 * k + 1]]);
  return pairs.filter(([number, said]) => /^[1-9]\d{0,5}$/.test(number) && said !== "").map(([number, said]) => [Number(number), said.replace(/%5F|%25/g, (code) => (code === "%5F" ? "_" : "%"))]);
}

/** The fragment of the present state. */
export function fragment() {
  const parts = new URLSearchParams();
  if (state.saved) parts.set("tape", state.saved);
  else parts.set("e", state.source);
  // Of files with one name it says which.
  const sum = state.saved && (state.savedText === null ? state.sum : sumOf(state.savedText));
  if (sum) parts.set("sum", sum);
  const at = Object.entries(state.point).map(([name, value]) => `${name}:${exact(wired(value))}`);
  if (at.length > 0) parts.set("at", at.join(","));
  if (state.step !== null) parts.set("step", String(state.step));
  if (state.output > 0) parts.set("output", String(state.output + 1));
  if (state.view !== "tape") parts.set("view", state.view);
  if (state.selected) parts.set("line", String(state.selected));
  if (state.column !== "math") parts.set("as", state.column);
  if (state.of) parts.set("of", state.of);
  if (state.kinks !== "note") parts.set("kinks", state.kinks);
  if (state.speed !== 1) parts.set("speed", String(state.speed));
  if (state.tab === "graph") parts.set("tab", state.tab);
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

/** `name:value` pairs. */
function pairs(text) {
  const entries = (text ?? "").split(",").map((pair) => pair.split(":"));
  return Object.fromEntries(entries.map(([name, value]) => [name, valued(value)]).filter(([name, value]) => name && value !== null));
}

/** A count from `least` on, or what stands in its place where the text is none. */
function count(text, least, otherwise) {
  const n = Math.trunc(Number(text));
  return text !== null && text !== "" && Number.isFinite(n) ? Math.max(least, n) : otherwise;
}

/** Takes the state out of the address; `false` if there is none. */
export function restore() {
  const parts = new URLSearchParams(location.hash.slice(1));
  if (!parts.has("e") && !parts.has("tape")) return false;
  state.saved = parts.get("tape");
  state.sum = /^[0-9a-f]{8}$/.test(parts.get("sum") ?? "") ? parts.get("sum") : null;
  state.source = parts.get("e") ?? "";
  state.point = pairs(parts.get("at"));
  state.step = count(parts.get("step"), 0, null);
  state.output = count(parts.get("output"), 1, 1) - 1;
  state.view = VIEWS.includes(parts.get("view")) ? parts.get("view") : "tape";
  state.selected = count(parts.get("line"), 0, 0) || null;
  state.column = COLUMNS.includes(parts.get("as")) ? parts.get("as") : "math";
  state.of = parts.get("of");
  state.kinks = ["ignore", "error"].includes(parts.get("kinks")) ? parts.get("kinks") : "note";
  state.speed = SPEEDS.find((speed) => String(speed) === parts.get("speed")) ?? 1;
  state.tab = TABS.find((tab) => tab === parts.get("tab")) ?? "lines";
  state.passes = Object.fromEntries(Object.entries(pairs(parts.get("pass"))).map(([loop, pass]) => [loop, count(String(pass), 0, 0)]));
  state.unfolded = Object.fromEntries((parts.get("open") ?? "").split(",").filter((key) => /^\d+-\d+$/.test(key)).map((key) => [key, true]));
  for (const [key, { read }] of Object.entries(extra)) read(parts.get(key) ?? "");
  return true;
}

let written = null;
let due = 0;

let shown = null;

/** Writes the address when something was chosen, whoever chose it. What moves while it is dragged says itself when it rests. */
export function paintAddress() {
  const { selected, speed, tab, output, lit, tape, outline } = state;
  const key = [selected, speed, tab, output, ...(lit ?? [])].join();
  if (shown !== null && shown !== key) settled();
  if (tape || outline) shown = key;
}

/** Writes the address once things are at rest; an expression that is still being written is not kept. */
export function settled() {
  clearTimeout(due);
  if (state.draft !== null) return;
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
