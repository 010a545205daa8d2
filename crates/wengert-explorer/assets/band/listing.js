// A text as lines of code, its numbers ready to be dragged: of many lines the first are seen, and the last, which says what comes out.

import { el } from "../dom.js";
import { literalScrub } from "./literal.js";

/** So many lines of a text are seen before the others are asked for. */
const SHOWN = 4;

/** A text, given as `parts`; `output` is a name that stands before the text from a place on. With it comes the button for what is hidden. */
export function listing(parts, output = null) {
  const code = el("code", { class: "mono big", tabindex: "0" }, ...linesOf(parts, output));
  const lines = [...code.children];
  const last = lines.findLastIndex((line) => line.textContent.trim() !== "");
  if (last < SHOWN) return [code];
  lines[SHOWN - 2].append(el("span", { class: "mute more-mark", "aria-hidden": "true", text: " …" }));
  const hidden = lines.filter((_, k) => k > SHOWN - 2 && k !== last);
  const more = el("button", { class: "edit", "aria-expanded": "false" });
  const show = (open) => {
    code.classList.toggle("open", open);
    for (const line of hidden) line.hidden = !open;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "Fewer lines" : `All ${lines.length} lines`;
  };
  show(false);
  more.addEventListener("click", () => show(!code.classList.contains("open")));
  return [code, more];
}

/** One element a line. */
function linesOf(parts, output) {
  const lines = [el("span", { class: "text-line" })];
  let at = 0;
  const write = (text) => {
    const [first, ...others] = text.split("\n");
    lines.at(-1).append(first);
    for (const line of others) lines.push(el("span", { class: "text-line" }, line));
  };
  for (const part of parts) {
    const text = part.span ? part.digits : part;
    const place = output ? output.at - at : -1;
    const here = place >= 0 && place < text.length && !(part.span && place > 0);
    if (here && place > 0) write(text.slice(0, place));
    if (here) lines.at(-1).append(el("span", { class: "mute", text: `${output.name} = ` }));
    if (part.span) lines.at(-1).append(scrubbed(part));
    else write(here ? text.slice(place) : text);
    at += text.length;
  }
  return lines;
}

/** A number of the text. */
function scrubbed({ span, digits, whole: counts }) {
  const node = el("span", { "data-span": span, text: digits });
  literalScrub(node, counts);
  return node;
}

/** Where the text begins that computes the output, and its name: only where that is the end of the text, and nothing else names it. */
export function outputOf({ output, lines }, text) {
  const span = lines[output.line - 1]?.span;
  const whole = text.trimEnd();
  if (!span) return null;
  const bytes = new TextEncoder().encode(whole);
  if (span[1] !== bytes.length) return null;
  const at = new TextDecoder().decode(bytes.slice(0, span[0])).length;
  return /(^|[\n;}])\s*$/.test(whole.slice(0, at)) ? { name: output.name, at } : null;
}
