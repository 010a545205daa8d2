// The connector: one line from the statement that adds to the register that receives.

import { set, byId, mark } from "../dom.js";
import { own } from "../room.js";
import { state } from "../state.js";
import { held } from "../timeline.js";

let drawn = null;

/** Draws the connector for the event at hand, or takes it away. */
export function showConnector(host, layout, event, built) {
  const svg = byId("connector");
  if (svg.parentNode !== host) host.append(svg);
  const path = byId("connector-path");
  const from = event?.phase === "reverse" && !held() ? layout.at.get(event.line) : null;
  const reached = from ? layout.at.get(event.to) : null;
  const to = reached === from ? null : reached;
  const key = to ? `${event.index} ${layout.key} ${host.clientWidth} ${state.column}` : null;
  mark(svg, "away", to === null || to === undefined);
  if (key === drawn) return;
  drawn = key;
  if (to) set(path, "d", route(host, from, to, event, built.get(from.key)));
}

/** The path, along the border between the two columns. */
function route(host, from, to, event, row) {
  const corner = host.getBoundingClientRect();
  const border = own((host.querySelector(".rg")?.getBoundingClientRect().left ?? corner.left) - corner.left);
  const box = row?.pays.find((_, k) => row.line.pays[k] === event)?.root.getBoundingClientRect();
  const start = box ? own(box.top + box.height / 2 - corner.top) : from.top + from.height / 2;
  const end = to.top + to.height / 2 - 9;
  const turn = start > end ? -1 : 1;
  return `M${border - 9} ${start} C${border + 1} ${start},${border} ${start + 10 * turn},${border} ${start + 22 * turn} L${border} ${end - 26 * turn} C${border} ${end - 8 * turn},${border} ${end},${border + 8} ${end}`;
}
