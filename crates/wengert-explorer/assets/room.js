// How much room there is, in the page's own pixels: on very large screens the whole page is drawn larger.

/** From here on graph and ledger stand side by side, row by row. */
const ALIGNED = 900;
/** Below this a row of the ledger is a card. */
const CARDS = 720;
/** Up to here, in a row that is no card, the number of a register stands above its tray. */
const STACKED = 1180;

let known = null;
window.addEventListener("resize", () => (known = null));

/** How much larger than its own pixels the page is drawn; css/tokens.css says from which window on. */
const zoom = () => (known ??= Number(getComputedStyle(document.documentElement).getPropertyValue("--zoom")) || 1);

/** Whether graph and ledger share rows; else one of them is shown at a time. */
export const aligned = () => window.innerWidth >= ALIGNED;

/** Whether a row is a card, in a window as narrow as a telephone's. */
export const cards = () => window.innerWidth < CARDS;

/** Whether number and tray of a register stand above one another. */
export const stacked = () => !cards() && window.innerWidth <= STACKED;

/** A length on the screen in the page's own pixels. */
export const own = (length) => length / zoom();

/** The place of a pointer within a node, from its left edge. */
export const within = (node, event) => own(event.clientX - node.getBoundingClientRect().left);
