// A register as a tray: a length to which every contribution docks one block.

import { el, put, style, mark } from "../dom.js";
import { four, number, plain } from "../format.js";
import { widthOf } from "./letters.js";

/** The most blocks that are drawn one by one; what came before them is one block. */
const BLOCKS = 24;
/** The most contributions that are named beneath a tray whose width is not known. */
const NAMED = 4;
/** How high the letters beneath a tray are. */
const LETTERS = 11.5;
/** A block that is narrower than this, in percent of the lane, gets no gap, so that it is seen. */
const THIN = 2.5;

/** An empty tray. */
export function tray() {
  const lane = el("span", { class: "lane" });
  const net = el("span", { class: "net-mark away" });
  const label = el("span", { class: "bl" });
  return { root: el("div", { class: "tray", "aria-hidden": "true" }, lane, net, label), lane, net, label, blocks: [], scaleKey: null };
}

/** Grid and zero of the lane, for a scale. */
function showScale(view, scale) {
  const key = `${scale.zero} ${scale.marks}`;
  if (view.scaleKey === key) return;
  view.scaleKey = key;
  style(view.lane, "--zero", `${scale.percent(0)}%`);
  style(view.lane, "--marks", String(scale.marks));
  mark(view.lane, "mid", scale.zero > 0);
}

/** The pieces to draw: `[from, to]` each, the last one last. */
function pieces(contributions) {
  const skip = Math.max(0, contributions.length - BLOCKS);
  const parts = contributions.slice(skip).map((event) => ({ from: number(event.before), to: number(event.after), event }));
  if (skip > 0) parts.unshift({ from: 0, to: number(contributions[skip].before), event: null });
  return parts.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
}

/**
 * Draws the contributions that have landed; `latest` is the event that has just docked, if it did so here.
 * `room` says how wide the tray is, and how many lines may stand beneath it.
 */
export function showTray(view, contributions, scale, latest, names, room = null) {
  showScale(view, scale);
  const parts = pieces(contributions);
  while (view.blocks.length < parts.length) view.blocks.push(view.lane.appendChild(el("span", { class: "blk" })));
  while (view.blocks.length > parts.length) view.blocks.pop().remove();
  parts.forEach((part, k) => showBlock(view.blocks[k], part, k, scale, latest));
  showNet(view, parts, scale);
  showLabel(view, contributions, scale, latest, names, room);
}

/** Whether a block takes back what earlier ones brought: it runs towards zero. */
const takesBack = ({ from, to }) => from !== 0 && Math.sign(to - from) !== Math.sign(from);

/** Marks what is left, where a block has taken something back. */
function showNet(view, parts, scale) {
  const some = parts.some(takesBack);
  mark(view.net, "away", !some);
  if (some) style(view.net, "left", `${scale.percent(parts.at(-1).to)}%`);
}

/** Places one block. */
function showBlock(node, part, k, scale, latest) {
  const { from, to, event } = part;
  const [left, right] = [scale.percent(Math.min(from, to)), scale.percent(Math.max(from, to))];
  // However small, a block that is there is seen, on its own side.
  const thin = from !== to && right - left < THIN;
  style(node, "left", thin && to < from ? `min(${left}%, ${right}% - 3px)` : `${left}%`);
  style(node, "width", `${right - left}%`);
  mark(node, "thin", thin);
  mark(node, "two", k % 2 === 1);
  mark(node, "neg", to < from);
  mark(node, "back", takesBack(part));
  mark(node, "in", event !== null && event === latest);
}

/** Says in words what the blocks are. */
function showLabel(view, contributions, scale, latest, names, room) {
  const key = `${room?.width} ${room?.lines} ${contributions.length === 0 ? `empty ${scale.mark}` : contributions.map((event) => four(event.product)).join(" ")} ${latest?.index ?? ""}`;
  if (view.labelKey === key && view.names === names) return;
  Object.assign(view, { labelKey: key, names });
  if (contributions.length === 0) return put(view.label, `empty; marks are ${plain(scale.mark)} apart`);
  view.label.written = null;
  const parts = contributions.map((event, k) => worded(event, names, k > 0));
  const count = named(parts, contributions.indexOf(latest), room);
  const skip = parts.length - count;
  const shown = parts.slice(skip).map((text, k) => el(contributions[skip + k] === latest ? "b" : "span", { class: contributions[skip + k] === latest ? "c" : null, text: skip > 0 && k === 0 ? worded(contributions[skip], names, true) : text }));
  // Lines break between contributions only.
  view.label.replaceChildren(...(skip > 0 ? [`${skip} more `] : []), ...shown.flatMap((node, k) => (k === 0 ? [node] : [" ", node])));
}

/** "1.0000 seed", "+ 0.9602 from b": how much, and from which line. */
function worded(event, names, joins) {
  const amount = four(event.product);
  const sign = !joins ? "" : number(event.product) < 0 ? "− " : "+ ";
  return `${sign}${joins ? amount.replace("−", "") : amount} ${event.phase === "seed" ? "seed" : `from ${names(event.line)}`}`;
}

/** How many of the last contributions are named: all that find room. */
function named(parts, latest, room) {
  if (room === null) return Math.min(NAMED, parts.length);
  const widths = parts.map((text, k) => widthOf(text, k === latest ? 650 : 400, LETTERS));
  for (let count = parts.length; count > 1; count -= 1) if (lines(widths.slice(-count), count < parts.length, room.width) <= room.lines) return count;
  return 1;
}

/** How many lines so many texts take, behind "12 more" where others were left out. */
function lines(widths, more, most) {
  const gap = widthOf(" ", 400, LETTERS);
  let [count, at] = [1, more ? widthOf("12 more ", 400, LETTERS) : 0];
  for (const width of widths) {
    if (at > 0 && at + width > most) [count, at] = [count + 1, 0];
    at += width + gap;
  }
  return count;
}
