// Scrubbing: a number that is dragged sideways, or moved with the arrow keys.

import { set } from "../dom.js";
import { number } from "../format.js";
import { own } from "../room.js";

/** Pixels for one step. */
const PIXELS = 2;

/** Shift ×10, Alt ÷10. */
const factor = (event) => (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);

/** The sum of a value and some steps, without the dust of binary fractions. */
const moved = (value, by) => Number((number(value) + by).toPrecision(12));

/** Makes a node draggable: `value()` is where it starts, `set` takes every new one, `done` ends a drag. */
export function scrubbing(node, { label, value, step, set: take, done }) {
  node.classList.add("scrub");
  set(node, "role", "spinbutton");
  set(node, "tabindex", "0");
  set(node, "aria-label", label);
  set(node, "aria-valuenow", String(value()));
  let grip = null;
  node.addEventListener("pointerdown", (event) => {
    grip = { x: own(event.clientX), from: value() };
    node.setPointerCapture(event.pointerId);
    event.preventDefault();
    node.focus({ preventScroll: true });
  });
  node.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const steps = Math.trunc((own(event.clientX) - grip.x) / PIXELS);
    take(moved(grip.from, steps * step * factor(event)));
  });
  const end = () => {
    if (grip) done();
    grip = null;
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", end);
  node.addEventListener("keydown", (event) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    take(moved(value(), direction * step * factor(event)));
    done();
  });
}
