// The two modes as pictures: which way a sweep runs along the tape, and what of the Jacobian it fills.

import { svg } from "../dom.js";
import { plot, label } from "../plot.js";

/** Cells of a picture at most, along each side. */
const MOST = 24;

/** The tape as boxes, with the arrows of a sweep. */
export function direction(kind) {
  const forward = kind === "p";
  const boxes = Array.from({ length: 5 }, (_, k) => svg("rect", { class: "neuron", x: 34 + k * 52, y: 8, width: 30, height: 22, rx: 4 }));
  const arrows = Array.from({ length: 4 }, (_, k) => {
    const [left, right] = [66 + k * 52, 84 + k * 52];
    const [from, to] = forward ? [left, right] : [right, left];
    const tip = forward ? -7 : 7;
    return svg("path", { class: `way ${kind}`, d: `M${from} 19L${to} 19M${to + tip} 14L${to} 19L${to + tip} 24` });
  });
  return plot(300, 38, forward ? "the sweep runs from the inputs to the outputs" : "the sweep runs from the output to the inputs", label(2, 23, "x", "tp-t"), ...boxes, ...arrows, label(288, 23, "y", "tp-t"));
}

/** The Jacobian, m rows of n columns, with what one sweep fills. */
export function product(kind, n, m) {
  const [columns, rows] = [Math.min(n, MOST), Math.min(m, MOST)];
  const size = Math.max(2.5, Math.min(12, 72 / rows - 1));
  const cells = Array.from({ length: columns * rows }, (_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    const filled = kind === "p" ? column === 0 : row === 0;
    return svg("rect", { class: `cell ${filled ? kind : ""}`, x: column * (size + 1), y: row * (size + 1), width: size, height: size });
  });
  return plot(300, rows * (size + 1) + 2, kind === "p" ? "a Jacobian with its first column filled" : "a Jacobian with its first row filled", ...cells);
}
