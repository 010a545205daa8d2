// A register as a tray: a length to which every contribution docks one block.

import { el, put, style, mark } from "../dom.js";
import { four, number, plain } from "../format.js";

/** The most blocks that are drawn one by one; what came before them is one block. */
const BLOCKS = 24;
/** The most contributions that are named beneath the tray. */
const NAMED = 2;

/** An empty tray. */
export function tray() {
  const lane = el("span", { class: "lane" });
  const net = el("span", { class: "net-mark away" });
  const label = el("span", { class: "bl" });
  return { root: el("div", { class: "tray", "aria-hidden": "true" }, lane, net, label), lane, net, label, blocks: [], scaleKey: null };
}

/** Grid and zero of the lane, for a scale. */
function showScale(view, scale) {
  if (view.scaleKey === scale.zero) return;
  view.scaleKey = scale.zero;
  style(view.lane, "--zero", `${scale.percent(0)}%`);
  mark(view.lane, "mid", scale.zero > 0);
}

/** The pieces to draw: `[from, to]` each, the last one last. */
function pieces(contributions) {
  const skip = Math.max(0, contributions.length - BLOCKS);
  const parts = contributions.slice(skip).map((event) => ({ from: number(event.before), to: number(event.after), event }));
  if (skip > 0) parts.unshift({ from: 0, to: number(contributions[skip].before), event: null });
  return parts.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
}

/** Draws the contributions that have landed; `latest` is the event that has just docked, if it did so here. */
export function showTray(view, contributions, scale, latest, names) {
  showScale(view, scale);
  const parts = pieces(contributions);
  while (view.blocks.length < parts.length) view.blocks.push(view.lane.appendChild(el("span", { class: "blk" })));
  while (view.blocks.length > parts.length) view.blocks.pop().remove();
  parts.forEach((part, k) => showBlock(view.blocks[k], part, k, scale, latest));
  showNet(view, parts, scale);
  showLabel(view, contributions, scale, latest, names);
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
  style(node, "left", `${left}%`);
  style(node, "width", `${right - left}%`);
  mark(node, "two", k % 2 === 1);
  mark(node, "neg", to < from);
  mark(node, "back", takesBack(part));
  mark(node, "in", event !== null && event === latest);
}

/** Says in words what the blocks are. */
function showLabel(view, contributions, scale, latest, names) {
  const key = contributions.length === 0 ? `empty ${scale.mark}` : contributions.map((event) => four(event.product)).join(" ") + (latest?.index ?? "");
  if (view.labelKey === key && view.names === names) return;
  Object.assign(view, { labelKey: key, names });
  if (contributions.length === 0) return put(view.label, `empty; marks are ${plain(scale.mark)} apart`);
  view.label.written = null;
  const skip = Math.max(0, contributions.length - NAMED);
  const joined = contributions.slice(skip).flatMap((event, k) => {
    const joins = k > 0 || skip > 0;
    const less = joins && number(event.product) < 0;
    const amount = less ? four(event.product).replace("−", "") : four(event.product);
    const text = event.phase === "seed" ? `${amount} seed` : `${amount} from ${names(event.line)}`;
    return [joins ? (less ? " − " : " + ") : "", event === latest ? el("b", { class: "c", text }) : text];
  });
  view.label.replaceChildren(...(skip > 0 ? [`${skip} more`] : []), ...joined);
}
