// Any tape: a file written by a user's program, opened by dropping it on the page or by choosing it.

import { byId } from "./dom.js";
import { state, change } from "./state.js";
import { open } from "./runner.js";
import { kept, keep, sumOf } from "./tape-store.js";
import { grouped } from "./format.js";

/** The longest file that the engine takes, in bytes. */
const MOST = 31e6;

/** The text of the tape that the address names: as it came with the page (`start`), or as this browser has kept it; or `null`. */
export async function savedText(start = null) {
  const { saved, sum } = state;
  const came = start?.model?.tape ?? null;
  if (came !== null && (sum === null ? saved === start.name : sumOf(came) === sum)) return keep(saved, came), came;
  return (await kept(saved, sum)) ?? (sum === null ? came : null);
}

/** Keeps the tape that the page begins with: the way back finds it, and so does a reload where another is served by then. */
export function keepFirst() {
  if (state.savedText !== null) keep(state.saved, state.savedText);
}

/** Listens for files. */
export function bindSaved() {
  const chooser = byId("tape-file");
  byId("open-tape").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) take(chooser.files[0]);
    // The same file may be chosen again after it was written anew.
    chooser.value = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}

/** Reads a file and opens it. */
async function take(file) {
  if (file.size > MOST) return change({ fault: { kind: "limit", message: `it has ${grouped(file.size)} bytes; the page takes ${grouped(MOST)}`, opening: file.name }, stale: true });
  await openText(file.name, await file.text());
}

/** Opens the text of a tape under a name; where no point is given, at its own. Where the browser does not keep it, the page says so. */
export async function openText(name, text, point = {}) {
  await open({ source: "", point, saved: name, savedText: text, view: "tape" });
  if (state.savedText !== text) return;
  const taken = await keep(name, text);
  if (state.savedText === text) change({ unkept: !taken });
}
