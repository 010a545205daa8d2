// A number that is written in the text: dragged where it stands, it is replaced there.

import { put, set } from "../dom.js";
import { exact } from "../format.js";
import { state } from "../state.js";
import { run } from "../runner.js";
import { settled } from "../address.js";
import { scrubbing } from "./scrub.js";

/** Makes a number draggable; `whole`: it counts something. A number is written without a sign. */
export function literalScrub(node, whole = false) {
  let base = null;
  const written = () => {
    const span = node.getAttribute("data-span").split(",").map(Number);
    base = { text: bytesOf(state.source), span };
    return Number(base.text.slice(...span));
  };
  const step = whole ? 1 : stepFor(written());
  scrubbing(node, {
    label: "number in the formula",
    value: written,
    step,
    set: (value) => {
      const [start, end] = base.span;
      const digits = exact(Math.max(0, whole ? Math.round(value) : value));
      state.source = decoded(base.text.slice(0, start) + digits + base.text.slice(end));
      base = { text: bytesOf(state.source), span: [start, start + digits.length] };
      node.setAttribute("data-span", base.span.join());
      put(node, digits);
      set(node, "aria-valuenow", digits);
      run();
    },
    done: settled,
  });
}

/** The text as pieces: strings, and numbers with their places; `key` is the same while only numbers differ. */
export function pieces(text, literals) {
  const bytes = bytesOf(text);
  const parts = [];
  let from = 0;
  for (const [start, end] of literals) {
    const [before, digits] = [bytes.slice(from, start), bytes.slice(start, end)];
    parts.push(decoded(before), { span: `${start},${end}`, digits, whole: counts(bytes.slice(0, start), digits, bytes.slice(end)) });
    from = end;
  }
  parts.push(decoded(bytes.slice(from)));
  const numbers = parts.filter((part) => part.span).map(({ span, digits }) => [span, digits]);
  return { parts, numbers, key: parts.map((part) => (part.span ? "#" : part)).join("") };
}

/** Whether a number counts passes or elements, by what stands around it. */
const counts = (before, digits, after) => /^\d+$/.test(digits) && (/(\brepeat\s*|\.\.\s*|\w\[\s*)$/.test(before) || /^\s*\.\./.test(after));

/** Text in which one character is one byte, as the engine counts. */
const bytesOf = (text) => String.fromCharCode(...new TextEncoder().encode(text));
/** And back. */
const decoded = (bytes) => new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));

/** The step of a number: a hundredth of its size. */
const stepFor = (value) => 10 ** Math.max(-4, Math.floor(Math.log10(Math.abs(value) || 1)) - 1);
