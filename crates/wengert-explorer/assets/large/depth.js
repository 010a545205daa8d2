// How large cotangents are at every depth: the engine's counts as a field of squares, dark where there are many.

import { el, svg } from "../dom.js";
import { decade, grouped } from "../format.js";
import { plot, label } from "../plot.js";

const LEFT = 54;
const ROW = 9;
/** Fewer rows than this are drawn taller. */
const FEW = 14;

/** The histogram, for a width. */
export function depths({ heading, lowest, lowest_and_below, highest_and_above, columns }, width) {
  const powers = columns[0].counts.length;
  const row = powers < FEW ? Math.floor((ROW * FEW) / powers) : ROW;
  const most = Math.max(1, ...columns.flatMap((column) => column.counts));
  const wide = (width - LEFT - 8) / columns.length;
  const h = powers * row;
  const cells = columns.flatMap((column, k) => column.counts.map((count, j) => (count === 0 ? null : square(k, j, count, most, { wide, row, h })))).filter(Boolean);
  const beyond = (j) => (j === 0 && lowest_and_below ? "≤ " : j === powers - 1 && highest_and_above ? "≥ " : "");
  const marks = [0, Math.floor(powers / 2), powers - 1].map((j) => label(LEFT - 8, h - (j + 0.5) * row + 4, beyond(j) + decade(lowest + j), "t2 end"));
  const ends = [label(LEFT, h + 16, "inputs", "t2"), label(width - 8, h + 16, "output", "t2 end"), label((LEFT + width) / 2, h + 16, `depth 0 to ${grouped(columns.at(-1).depth)}`, "t2 mid-t")];
  const all = (kind) => columns.reduce((sum, column) => sum + column[kind], 0);
  const besides = [["zero", "0"], ["unreached", "not reached"], ["not_finite", "not finite"]].map(([kind, text]) => [all(kind), text]).filter(([n]) => n > 0);
  return [
    el("h2", { text: heading }),
    plot(width, h + 22, `sizes of registers by depth: ${heading}`, svg("rect", { class: "lt-field", x: LEFT, y: 0, width: width - LEFT - 8, height: h }), ...cells, ...marks, ...ends),
    el("p", { class: "small mute" }, `Up: the size of a register in powers of ten. Across: depth, the longest way from an input. Dark: many registers.${besides.length > 0 ? ` Not shown: ${besides.map(([n, text]) => `${grouped(n)} that ${n === 1 ? "is" : "are"} ${text}`).join(", ")}.` : ""}`),
  ];
}

/** One square. */
function square(k, j, count, most, { wide, row, h }) {
  const share = Math.log(1 + count) / Math.log(1 + most);
  return svg("rect", { class: "lt-cell", x: (LEFT + k * wide).toFixed(1), y: h - (j + 1) * row, width: Math.max(1, wide).toFixed(1), height: row, "fill-opacity": (0.15 + 0.85 * share).toFixed(2) });
}
