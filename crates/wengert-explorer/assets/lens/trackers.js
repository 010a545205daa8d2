// Numbers of issues in a sentence: each is a link into the tracker of the system that was named last before it.

import { el } from "../dom.js";

/** A system as sentences name it, and where its issues are told. */
const TRACKERS = [
  { name: "JAX", named: /\bjax\b/gi, at: "jax-ml/jax" },
  { name: "PyTorch", named: /\b(?:Py)?Torch\b/g, at: "pytorch/pytorch" },
  { name: "Dr.Jit", named: /\bDr\.Jit\b/g, at: "mitsuba-renderer/drjit" },
];

/** What the numbers mean, for the place beneath a text that has some. */
export const TRACED = "A number behind # is that of an issue or a change in the tracker of the system that is named before it, on GitHub.";

/** Whether a text has such a number. */
export const traces = (text) => /#\d/.test(text);

/** The system that a text names last. */
function lastNamed(text) {
  const ends = TRACKERS.map((tracker) => [Math.max(-1, ...[...text.matchAll(tracker.named)].map((found) => found.index)), tracker]);
  const [at, tracker] = ends.reduce((last, one) => (one[0] > last[0] ? one : last));
  return at < 0 ? null : tracker;
}

/** A sentence with its numbers as links; one behind no known name stays as it is. */
export function traced(text) {
  let read = "";
  return text.split(/(#\d+)/).map((part) => {
    const tracker = /^#\d+$/.test(part) ? lastNamed(read) : null;
    read += part;
    if (tracker === null) return part;
    const id = part.slice(1);
    return el("a", { class: "link", href: `https://github.com/${tracker.at}/issues/${id}`, target: "_blank", rel: "noopener noreferrer", "aria-label": `${tracker.name}, issue ${id}`, text: part });
  });
}
