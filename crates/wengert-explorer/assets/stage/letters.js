// How wide a text will be, before it is set: without asking the browser to lay out anything.

let pen = null;
let family = null;
const widths = new Map();

/** The width of a text in the letters of the page, in pixels. Digits are as wide as a nought, whichever they are. */
export function widthOf(text, weight, size) {
  const key = `${weight} ${size} ${text.replace(/\d/g, "0")}`;
  if (!widths.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d");
    family ??= getComputedStyle(document.body).fontFamily;
    pen.font = `${weight} ${size}px ${family}`;
    widths.set(key, pen.measureText(text.replace(/\d/g, "0")).width);
  }
  return widths.get(key);
}
