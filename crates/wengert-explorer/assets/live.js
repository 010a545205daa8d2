// The one live region: says where the cursor is, politely, and is silent while the sweep plays.

import { byId, put } from "./dom.js";
import { state } from "./state.js";
import { spoken } from "./transport.js";
import { cursor } from "./timeline.js";

let said = -1;

/** Paints the region after a step by hand. */
export function paintLive() {
  if (!state.tape || state.playing || state.flight || said === cursor()) return;
  // Beside a question its own words are said.
  if (said >= 0 && !state.question) put(byId("live"), spoken());
  said = cursor();
}

/** Says something else; what was said before is said again. */
export function say(text) {
  const region = byId("live");
  put(region, region.written === text ? `${text}\u00a0` : text);
}
