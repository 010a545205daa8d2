// Any tape: a file written by a user's program, opened by dropping it on the page or by choosing it.

import { byId } from "./dom.js";
import { state, change } from "./state.js";
import { open } from "./runner.js";
import { kept, keep } from "./tape-store.js";
import { grouped } from "./format.js";

/** The longest file that the engine takes, in bytes. */
const MOST = 31e6;

/** The text of a tape that was opened before in this browser, or `null`. */
export const savedText = kept;

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

/** Opens the text of a tape under a name; where no point is given, at its own. */
export async function openText(name, text, point = {}) {
  await open({ source: "", point, saved: name, savedText: text, view: "tape" });
  if (state.savedText === text) await keep(name, text);
}
