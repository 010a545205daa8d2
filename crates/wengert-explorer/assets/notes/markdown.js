// Notes as Markdown: each with its link and numbers, so that somebody else can answer it.

/** Signs that mean something anywhere; those that do at the beginning of a line; what begins an entry of a numbered list. */
const SIGNS = /[\\`*[\]<>~|&$]|(?<!\w)_|_(?!\w)/g;
const BEGINNING = /^[#+=-]/;
const ENTRY = /^(\d+)([.)])(?=\s|$)/;

/** A line that is to be read as it was written. */
const escaped = (line) => line.trim().replace(SIGNS, "\\$&").replace(BEGINNING, "\\$&").replace(ENTRY, "$1\\$2");

/** Lines that stay lines. */
const paragraph = (text) => text.split("\n").map(escaped).join("  \n").replace(/^ +$/gm, "");

/** Code within a line. */
function code(text) {
  const ticks = fenceOf(text, "`");
  const space = /^`|`$/.test(text) ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** A fence that is longer than any in the text. */
function fenceOf(text, least) {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return "`".repeat(Math.max(least.length, longest + 1));
}

/** A block that is shown as it is. */
function block(kind, text) {
  const fence = fenceOf(text, "```");
  return [`${fence}${kind}`, text, fence];
}

/** A field with its name, if it was filled. */
const field = (name, text) => (text ? [`- ${name}: ${escaped(text.replace(/\s*\n\s*/g, " "))}`] : []);

/** The heading: formulas and code as they are. */
const heading = ({ words, text, title }) => (words === undefined ? escaped(title) : text === "" ? escaped(words) : `${escaped(words)}: ${/^(claim|misconception|source)$/.test(words) ? escaped(text) : code(text)}`);

/** One note. */
export function section({ subject, question, text, evidence, next, resolve, written, edited, state }) {
  const { link, hash, command, lines } = state;
  return [
    `## ${heading(subject)}`,
    "",
    ...(question ? ["**Question**", ""] : []),
    paragraph(text),
    "",
    ...field("evidence looked at", evidence),
    ...field("next action", next),
    ...field("what would resolve it", resolve),
    `- written: ${written}${edited ? `, changed: ${edited}` : ""}`,
    `- state: <${link}>`,
    ...(hash ? [`- or, at any address of the page: ${code(hash)}`] : []),
    "",
    ...(command ? [...block("sh", command), ""] : []),
    ...block("text", lines.join("\n")),
    "",
  ].join("\n");
}

/** All notes. */
export const markdown = (all) => ["# Notes from the wengert explorer", "", ...all.map(section)].join("\n");
