// How wide a text will be, before it is set: without asking the browser to lay out anything.

let pen = null;
const families = {};
const widths = new Map();
let loaded = 0;
// What was measured in other letters is measured again.
document.fonts.addEventListener("loadingdone", () => {
  widths.clear();
  loaded += 1;
});

/** Counts how often letters have come: what depends on their widths is found anew. */
export const era = () => loaded;

/** The letters of the page or of its formulas. */
function family(of) {
  return (families[of] ??= of === "math" ? getComputedStyle(document.documentElement).getPropertyValue("--math") : getComputedStyle(document.body).fontFamily);
}

/** The width of a text in the letters of the page, in pixels. Digits are as wide as a nought, whichever they are. */
export function widthOf(text, weight, size, letters = "page") {
  const key = `${letters} ${weight} ${size} ${text.replace(/\d/g, "0")}`;
  if (!widths.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = `${weight} ${size}px ${family(letters)}`;
    widths.set(key, pen.measureText(text.replace(/\d/g, "0")).width);
  }
  return widths.get(key);
}

/** The width of a text in the letters of formulas, one pixel high. */
export const widthInMath = (text) => widthOf(text, 400, 100, "math") / 100;
