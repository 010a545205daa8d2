// The packet: the product of a step, carried along its edge from the line that adds to the register.

import { put, mark, style, byId } from "../dom.js";
import { state } from "../state.js";
import { TIMES, motion } from "../motion.js";

let flying = null;

/** Shows the packet of the event at hand: travelling, or at rest beside its edge. */
export function showPacket(edge, rest, event, returning) {
  const packet = byId("packet");
  const pay = returning ?? event;
  const shown = edge !== null && rest !== null && pay?.phase === "reverse" && !(state.question?.hidden.has(`pay ${pay.index}`));
  mark(packet, "away", !shown);
  if (!shown) return;
  put(packet, rest.text);
  style(packet, "left", `${rest.x}px`);
  style(packet, "top", `${rest.y}px`);
  const key = state.flight ? `out ${pay.index}` : returning ? `back ${pay.index}` : null;
  if (key !== null && key !== flying) travel(packet, edge, rest, returning !== null && returning !== undefined);
  flying = key;
}

/** Moves the packet along its edge. */
function travel(packet, edge, rest, back) {
  const total = edge.path.getTotalLength();
  const frames = Array.from({ length: 13 }, (_, k) => {
    const { x, y } = edge.path.getPointAtLength(total * (back ? k / 12 : 1 - k / 12));
    return { transform: `translate(calc(-50% + ${x - rest.x}px), calc(-50% + ${y - rest.y}px))` };
  });
  const duration = motion(back ? TIMES.travel / 2 : TIMES.travel);
  if (duration > 0) packet.animate(frames, { duration, delay: back ? 0 : motion(TIMES.tap), easing: "cubic-bezier(.45,.05,.25,1)", fill: "backwards" });
}
