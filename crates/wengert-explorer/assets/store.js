// What the page keeps in this browser, text by name. Where the browser refuses (storage is blocked, or full), a text lasts
// as long as the page, and whoever wrote it is told.

/** Texts that the browser did not take; `null` for one that it should have taken away. */
const unkept = new Map();

/** The text under a name, or `null`. */
export function kept(name) {
  if (unkept.has(name)) return unkept.get(name);
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text, or with `null` takes it away; `false` where it lasts only as long as the page. */
export function keep(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    unkept.delete(name);
    return true;
  } catch {
    unkept.set(name, text);
    return false;
  }
}

/** Whether the browser has what was last written under a name, and takes texts at all. */
export function isKept(name) {
  if (unkept.has(name)) return false;
  try {
    return typeof localStorage.getItem(name) !== "undefined";
  } catch {
    return false;
  }
}

/** What JSON is kept under a name, or `otherwise` where there is none that `fits`. */
export function keptJson(name, fits, otherwise) {
  try {
    const value = JSON.parse(kept(name));
    return fits(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}
