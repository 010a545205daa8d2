// The rows of the matrix around the sweep, large enough to be read: each square says its name or its number, each row its line.

import { el, hold, mark, put, set } from "../dom.js";
import { finite, four, number } from "../format.js";
import { bar, math, variable, written as inText } from "../math.js";
import { own } from "../room.js";
import { state } from "../state.js";
import { jump } from "../player.js";
import { recorded, register } from "../timeline.js";

/** The smallest square with room for a number, and the largest. */
const [SMALL, LARGE] = [44, 64];
/** A line of the list below the picture. */
const LINE = 26;
/** What a row reads from before the first column stands in half squares at its left. */
const LEFT = 52;
/** The heading. */
const HEAD = 34;
/** So many rows are too few to see how they hang together. */
const FEWEST = 4;

/** How many rows there is room for, and how large their squares are. */
export function fitted(width, height, lines) {
  const rows = Math.min(lines, Math.max(FEWEST, Math.min(Math.floor((width - LEFT) / SMALL), Math.floor((height - HEAD) / (SMALL + LINE)))));
  return { rows, cell: Math.floor(Math.min(LARGE, (width - LEFT) / rows, Math.max(SMALL, (height - HEAD) / rows - LINE))) };
}

/** Builds the part; `toLine` is the step at which a line is swept. */
export function closeUp(toLine) {
  const title = el("h2");
  const canvas = el("canvas", { class: "matrix", role: "img" });
  const list = el("ol", { class: "near" });
  const root = el("div", { class: "close-up" }, title, canvas, list);
  return {
    root,
    /** Paints `rows` rows from `first` on, squares of `cell` pixels, with the sweep at line `at`. */
    paint({ first, rows, cell, at }, colour) {
      const lines = state.tape.lines.slice(first - 1, first - 1 + rows);
      put(title, `Lines ${first} to ${first + rows - 1}`);
      set(canvas, "aria-label", `rows ${first} to ${first + rows - 1} of the matrix, as the list below names them`);
      draw(canvas, lines, { first, cell, at }, colour);
      hold(list, `${state.tape.stamp} ${first} ${rows} ${state.step} ${state.flight}`, () => lines.map((line) => entry(line, line.line >= at, toLine)));
    },
  };
}

/** A line in words; its button brings the sweep there. */
function entry(line, swept, toLine) {
  const { count, value } = register(line);
  const held = count === 0 ? "empty" : four(value);
  const name = el("button", { class: "near-line", on: { click: () => jump(toLine(line.line)) } }, variable(line.name), ...(line.right && line.kind !== "input" ? [" = ", math(line.right)] : []));
  const node = el("li", {}, name, el("span", { class: finite(line.value) ? "p" : "al", text: recorded(line) ? four(line.value) : "" }), el("span", { class: `r ${count === 0 ? "mute" : finite(value) ? "c b" : "al b"}` }, bar(line.name), ` ${held}`));
  mark(node, "swept", swept);
  return node;
}

/** Draws the rows. */
function draw(canvas, lines, { first, cell, at }, colour) {
  const [width, height] = [LEFT + lines.length * cell, lines.length * cell];
  const pen = penOf(canvas, width, height);
  pen.fillStyle = colour.tint;
  const cut = Math.max(0, Math.min(lines.length, at - first)) * cell;
  pen.fillRect(0, cut, width, height - cut);
  pen.fillStyle = colour.grid;
  for (let k = 0; k <= lines.length; k += 1) {
    pen.fillRect(LEFT, Math.min(height - 1, k * cell), width - LEFT, 1);
    pen.fillRect(Math.min(width - 1, LEFT + k * cell), 0, 1, height);
  }
  lines.forEach((line, k) => drawRow(pen, line, k, { first, cell, swept: line.line >= at }, colour));
  pen.fillStyle = colour.ink;
  pen.fillRect(0, Math.min(height - 2, cut), width, 2);
}

/** One row: its diagonal, and what it reads. */
function drawRow(pen, line, k, { first, cell, swept }, colour) {
  const final = swept || register(line).final;
  square(pen, LEFT + k * cell, k * cell, cell, final ? colour.done : colour.line);
  say(pen, LEFT + k * cell, k * cell, cell, inText(line.name), final ? colour.card : colour.dark);
  let before = 0;
  for (const { id, slope } of line.args) {
    if (id === null) continue;
    const to = state.tape.byId.get(id).line - first;
    const fill = swept ? colour.cot : colour.primal;
    if (to >= 0) {
      square(pen, LEFT + to * cell, k * cell, cell, fill);
      say(pen, LEFT + to * cell, k * cell, cell, slope === null ? "" : short(slope), colour.dark);
    } else if (before < 2) {
      pen.fillStyle = fill;
      pen.fillRect(before * 24 + 2, k * cell + 3, 20, cell - 6);
      before += 1;
    }
  }
}

/** One square of the grid. */
function square(pen, x, y, cell, colour) {
  pen.fillStyle = colour;
  pen.fillRect(x + 2, y + 2, cell - 3, cell - 3);
}

/** What a square is. */
function say(pen, x, y, cell, text, colour) {
  pen.fillStyle = colour;
  pen.font = `600 ${cell >= 56 ? 15 : 13}px ${getComputedStyle(document.body).fontFamily}`;
  [pen.textAlign, pen.textBaseline] = ["center", "middle"];
  pen.fillText(text, x + cell / 2, y + cell / 2 + 1, cell - 6);
}

/** A local derivative in the room of a square. */
export const short = (slope) => (Number.isInteger(number(slope)) && Math.abs(number(slope)) < 1e4 ? String(slope) : Number.isFinite(number(slope)) ? String(Number(number(slope).toPrecision(3))) : four(slope)).replace("-", "−");

/** A pen for a canvas of this size, at the resolution of the screen. */
export function penOf(canvas, width, height) {
  const ratio = (window.devicePixelRatio || 1) / own(1);
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  return pen;
}
