// The one live region: says where the cursor is, politely, and is silent while the sweep plays.

import { byId, put } from "./dom.js";
import { state } from "./state.js";
import { spoken } from "./transport.js";

let said = -1;

/** Paints the region after a step by hand. */
export function paintLive() {
  if (!state.tape || state.playing || state.flight || said === state.step) return;
  if (said >= 0) put(byId("live"), spoken());
  said = state.step;
}

/** Says something else, once. */
export function say(text) {
  put(byId("live"), text);
}
