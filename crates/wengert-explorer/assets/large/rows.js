// The rows of a large tape: lines, and folds that stand for very many; a fold that is open shows one of its passes.

/** Which folds are open, and at which pass: by the row's key. */
export const opened = new Map();

/** The open folds of an outline as the address has them: `0.3-12` is the fourth fold within the first, at its twelfth pass. */
export const openedText = (outline) => [...opened].filter(([key]) => isThere(outline, key)).map(([key, pass]) => (key.startsWith("/") ? `${key.slice(1).replaceAll("/", ".")}-${pass + 1}` : key)).join("_");

/** Opens what an address has open, and nothing else. */
export function readOpened(text) {
  opened.clear();
  for (const one of text.split("_")) {
    const [, path, pass] = /^(\d+(?:\.\d+)*)-([1-9]\d{0,8})$/.exec(one) ?? [];
    if (path) opened.set(`/${path.replaceAll(".", "/")}`, Number(pass) - 1);
    else if (/^(s\d+|rest)$/.test(one)) opened.set(one, 0);
  }
}

/** Whether an outline has the fold with this key, or the place in the source. */
function isThere({ parts, sources }, key) {
  if (key === "rest") return true;
  if (key.startsWith("s")) return sources[Number(key.slice(1))] !== undefined;
  return key.slice(1).split("/").reduce((around, k) => around?.inside?.[k], { inside: parts })?.times !== undefined;
}

/** The rows of an outline, folded in one of three ways. */
export function rowsOf(outline, how) {
  const rows = [];
  if (how === "source" && outline.sources.length > 0) bySource(outline, rows);
  else if (how === "none") lines(rows, 0, outline.counts.lines, 0);
  else byStructure(outline.parts, rows, 0, 0, "");
  return rows;
}

/** Lines one after another. */
function lines(rows, first, count, indent) {
  for (let id = first; id < first + count; id += 1) rows.push({ kind: "line", id, indent });
}

/** Folds where the structure repeats; answers the line after the last. */
function byStructure(parts, rows, first, indent, path) {
  let at = first;
  for (const [k, part] of parts.entries()) {
    if (part.times === undefined) lines(rows, at, part.lines, indent);
    else fold(part, rows, at, indent, `${path}/${k}`);
    at += part.lines * (part.times ?? 1);
  }
  return at;
}

/** A fold, and the pass that is open. */
function fold(part, rows, first, indent, key) {
  const pass = opened.has(key) ? Math.min(opened.get(key), part.times - 1) : undefined;
  rows.push({ kind: "fold", part, first, indent, key, pass });
  if (pass !== undefined) byStructure(part.inside, rows, first + pass * part.lines, indent + 1, key);
}

/** One row for each line of the source. */
function bySource(outline, rows) {
  const groups = outline.sources.map(() => []);
  const rest = [];
  outline.columns.source.forEach((source, id) => (source === null ? rest : groups[source]).push(id));
  group(rows, "inputs and lines of no known place", rest, null, "rest");
  outline.sources.forEach((source, k) => group(rows, source.place, groups[k], source, `s${k}`));
}

/** The lines of one place. */
function group(rows, place, ids, source, key) {
  if (ids.length === 0) return;
  const open = opened.get(key) !== undefined;
  rows.push({ kind: "group", place, ids, source, indent: 0, key, open, first: ids[0] });
  if (open) for (const id of ids) rows.push({ kind: "line", id, indent: 1 });
}

/** Opens what hides a line, and says in which row it then stands; -1 where it has none. */
export function reveal(outline, how, id) {
  if (how === "structure") openAround(outline.parts, 0, id, "");
  if (how === "source" && outline.sources.length > 0) {
    const source = outline.columns.source[id];
    opened.set(source === null ? "rest" : `s${source}`, 0);
  }
  return rowsOf(outline, how).findIndex((row) => row.kind === "line" && row.id === id);
}

/** Opens the folds around a line, each at the pass that has it. */
function openAround(parts, first, id, path) {
  let at = first;
  for (const [k, part] of parts.entries()) {
    const size = part.lines * (part.times ?? 1);
    if (part.times !== undefined && id >= at && id < at + size) {
      const pass = Math.floor((id - at) / part.lines);
      opened.set(`${path}/${k}`, pass);
      openAround(part.inside, at + pass * part.lines, id, `${path}/${k}`);
    }
    at += size;
  }
}
