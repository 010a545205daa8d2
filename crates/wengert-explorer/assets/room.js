// How much room there is, in the page's own pixels: on very large screens the whole page is drawn larger.

// A window that is asked for its width has the browser lay out the page at once, in every frame: whether it is at least so wide
// is known without, and how often it had another width is counted.

const atLeast = (width) => window.matchMedia(`(min-width: ${width}px)`);
/** From here on graph and ledger stand side by side, row by row. */
const ALIGNED = atLeast(900);
/** Below this a row of the ledger is a card. */
const ROWS = atLeast(720);
/** Up to here, in a row that is no card, the number of a register stands above its tray. */
const BESIDE = atLeast(1181);

let known = null;
let width = null;
let widths = 0;
window.addEventListener("resize", () => {
  known = null;
  if (width !== window.innerWidth) widths += 1;
  width = window.innerWidth;
});
/** The first width is taken down once the page is laid out. */
const first = new ResizeObserver(() => {
  width = window.innerWidth;
  first.disconnect();
});
first.observe(document.documentElement);

/** Counts the widths of the window: what depends on one is found anew for the next. */
export const widthsSoFar = () => widths;

/** How much larger than its own pixels the page is drawn; css/tokens.css says from which window on. */
const zoom = () => (known ??= Number(getComputedStyle(document.documentElement).getPropertyValue("--zoom")) || 1);

/** Whether graph and ledger share rows; else one of them is shown at a time. */
export const aligned = () => ALIGNED.matches;

/** Whether a row is a card, in a window as narrow as a telephone's. */
export const cards = () => !ROWS.matches;

/** Whether number and tray of a register stand above one another. */
export const stacked = () => !cards() && !BESIDE.matches;

/** A length on the screen in the page's own pixels. */
export const own = (length) => length / zoom();

/** The place of a pointer within a node, from its left edge. */
export const within = (node, event) => own(event.clientX - node.getBoundingClientRect().left);
