// Any tape: a file written by a user's program, opened by dropping it on the page or by choosing it.

import { byId } from "./dom.js";
import { change } from "./state.js";
import { open } from "./runner.js";
import { write } from "./address.js";
import { say } from "./live.js";

const KEY = "wengert.tape ";

/** The text of a tape that was opened before in this tab. */
export const savedText = (name) => sessionStorage.getItem(KEY + name);

/** Listens for files. */
export function bindSaved() {
  const chooser = byId("tape-file");
  byId("open-tape").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => chooser.files[0] && take(chooser.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}

/** Reads a file and opens it. */
async function take(file) {
  openText(file.name, await file.text());
  say(`${file.name} is opened.`);
}

/** Opens the text of a tape under a name; where no point is given, at its own. */
export function openText(name, text, point = {}) {
  try {
    sessionStorage.setItem(KEY + name, text);
  } catch {
    say("This tape is too long to be restored after a reload.");
  }
  open({ source: "", point, saved: name, savedText: text });
  change({ view: "tape" });
  write(true);
}
