// The row of a closed fold: what it holds, and value and register of its last line, the only one that is read outside.

import { el, put, hold, mark, style, set } from "../dom.js";
import { four, finite, signed } from "../format.js";
import { bar, variable } from "../math.js";
import { state } from "../state.js";
import { landed, recorded, forwardLength } from "../timeline.js";
import { tray } from "./tray.js";
import { roomFor, showRegister } from "./row.js";
import { foldButton, sizeOf, told } from "./folds.js";

/** Builds the row of a fold, empty of numbers. */
export function buildFoldRow(fold, line) {
  const value = el("span", { class: "v" });
  const sub = el("div", { class: "sub" });
  const now = el("span", { class: "st-text" });
  const amount = el("span", { class: "v" });
  const statement = el("div", { class: "st" }, now, amount);
  const none = el("span", { class: "sub" });
  const registerName = el("span", { class: "nm" });
  const held = el("span", { class: "held" });
  const status = el("div", { class: "small mute status" });
  const lane = tray();
  roomFor(lane, line);
  const root = el(
    "div",
    { class: "lr folded", role: "row", tabindex: "-1", "data-line": line.line, "aria-rowindex": line.line + 1, "aria-label": `lines ${fold.first} to ${fold.last}, folded: ${told(fold)}` },
    el("span", { class: "ln", role: "rowheader", text: `${fold.first}–${fold.last}` }),
    el("div", { class: "fwd", role: "gridcell" }, el("div", { class: "fw" }, el("span", { class: "what" }, variable(line.name), foldButton(fold, "rows", "fold-open")), value), sub),
    el("div", { class: "rv", role: "gridcell" }, statement, none),
    el("div", { class: "rg", role: "gridcell" }, el("div", { class: "num-side" }, el("div", { class: "val" }, registerName, held), status), lane.root),
  );
  return { root, fold, line, value, sub, now, amount, statement, none, registerName, held, status, lane, pays: [], shows: "fold" };
}

/** Brings it up to date. */
export function showFoldRow(row, scale, { event, hidden, names, room }) {
  const { fold, line } = row;
  const within = (k) => fold.first <= k && k <= fold.last;
  const on = recorded(line);
  const here = event !== null && within(event.line);
  style(row.root, "--h", `${row.height}px`);
  mark(row.root, "off", state.step < fold.first);
  mark(row.root, "now", here && event.phase !== "forward");
  mark(row.root, "cur-fwd", here && event.phase === "forward");
  mark(row.root, "sel", within(state.selected));
  mark(row.root, "hov", within(state.hovered) && !within(state.selected));
  mark(row.root, "lit", [...(state.lit ?? [])].some(within));
  set(row.root, "aria-selected", String(within(state.selected)));
  put(row.value, on ? four(line.value) : "");
  mark(row.value, "al", !finite(line.value));
  const done = Math.max(0, Math.min(sizeOf(fold), state.step - fold.first + 1));
  put(row.sub, on ? `${sizeOf(fold)} lines folded` : done > 0 ? `${done} of ${sizeOf(fold)} lines recorded` : "not recorded yet");
  showAdditions(row, here && event.phase === "reverse" ? event : null, hidden);
  showRegister(row, scale, event, hidden, on, names, room);
  mark(row.root, "target", event?.phase === "reverse" && within(event.to) && !here);
}

/** The addition at hand, if a line within makes it, and how many they make in all. */
function showAdditions(row, event, hidden) {
  const { fold } = row;
  const additions = state.tape.lines.slice(fold.first - 1, fold.last).flatMap((line) => line.pays);
  const at = landed();
  const done = additions.filter((pay) => pay.index <= at).length;
  mark(row.statement, "away", event === null);
  mark(row.statement, "cur", event !== null);
  if (event) {
    hold(row.now, event.index, () => [`line ${event.line} adds into `, bar(state.tape.lines[event.to - 1].name)]);
    put(row.amount, hidden.has(`pay ${event.index}`) ? "?" : at >= event.index ? signed(event.product) : "");
  }
  const count = `${additions.length} additions inside`;
  put(row.none, state.step > forwardLength() ? `${done} of ${count}` : count);
}
