// The Jacobian as it is filled: a row at a time by reverse mode, a column at a time by forward mode.

import { el, svg } from "../dom.js";
import { counted, grouped, number } from "../format.js";
import { plot, label } from "../plot.js";

const [WIDTH, HEIGHT, GAP] = [330, 190, 22];
/** So many cells are drawn along a side; where there are more, a cell stands for several. */
const MOST = 32;

/** The card: how far both have come once the cheaper one is done, by the operations that were counted. */
export function jacobian(n, m, point) {
  const [columns, rows] = [Math.min(n, MOST), Math.min(m, MOST)];
  const done = point ? Math.min(number(point.reverse.operations), number(point.forward.operations)) : 0;
  const part = (way, all) => (point ? Math.floor((all * done) / number(point[way].operations) + 1e-9) : 0);
  const filled = { rows: part("reverse", m), columns: part("forward", n) };
  const each = [[n, columns, "columns"], [m, rows, "rows"]].filter(([all, cells]) => all > cells).map(([all, cells, name]) => `${counted(Math.ceil(all / cells), name.slice(0, -1), name)}`);
  return [
    el("h2", { text: `Jacobian: ${counted(m, "row")}, ${counted(n, "column")}` }),
    el("p", { class: "small mute", text: `A row is an output, a column an input.${each.length > 0 ? ` One cell is ${each.join(", ")}.` : ""}` }),
    el("p", { class: "para" }, el("b", { class: "c", text: "Reverse" }), ` fills a row per sweep: ${grouped(filled.rows)} of ${grouped(m)}.`),
    el("p", {}, el("b", { class: "p", text: "Forward" }), ` fills a column per sweep: ${grouped(filled.columns)} of ${grouped(n)}.`),
    grids(columns, rows, filled.rows / m, filled.columns / n),
    el("p", { class: "small mute", text: point ? `After ${grouped(done)} operations, when the cheaper one is done.` : "Not measured." }),
  ];
}

/** Both grids, beside or below one another, whichever lets cells be larger. */
function grids(columns, rows, byRow, byColumn) {
  const beside = Math.min((WIDTH - GAP) / 2 / columns, (HEIGHT - 16) / rows);
  const below = Math.min(WIDTH / columns, ((HEIGHT - GAP) / 2 - 16) / rows);
  const cell = Math.min(10, Math.max(beside, below));
  const [dx, dy] = beside >= below ? [(WIDTH + GAP) / 2, 0] : [0, 16 + rows * cell + GAP];
  return plot(WIDTH, HEIGHT, "the rows that reverse mode has filled, and the columns that forward mode has", grid("c", "reverse", columns, rows, cell, [1, byRow], [0, 0]), grid("p", "forward", columns, rows, cell, [byColumn, 1], [dx, dy]));
}

/** A grid of which a part is filled, from the first row or column on. */
function grid(kind, name, columns, rows, cell, [across, down], [x, y]) {
  const [w, h] = [columns * cell, rows * cell];
  const top = y + 16;
  const line = (x1, y1, x2, y2) => svg("line", { class: "cell-edge", x1, y1, x2, y2 });
  return [
    label(x, y + 10, name, `little ${kind === "c" ? "tc" : "tp-t"}`),
    svg("rect", { class: `cell-fill ${kind}`, x, y: top, width: w * across, height: h * down }),
    ...Array.from({ length: columns + 1 }, (_, k) => line(x + k * cell, top, x + k * cell, top + h)),
    ...Array.from({ length: rows + 1 }, (_, k) => line(x, top + k * cell, x + w, top + k * cell)),
  ];
}
