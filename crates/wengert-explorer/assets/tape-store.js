// Tapes that were opened, kept in this browser so that a reload and the way back find them: long ones too.

/** So many are kept, the newest. */
const MOST = 8;
const TAPES = "tapes";

/** The database, opened once; `null` where the browser has none for this page. */
let base;
const database = () => (base ??= new Promise((done) => {
  const request = indexedDB.open("wengert", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TAPES);
  request.onsuccess = () => done(request.result);
  request.onerror = () => done(null);
}).catch(() => null));

/** What a request answers, or `null`. */
const result = (request) => new Promise((done) => {
  request.onsuccess = () => done(request.result ?? null);
  request.onerror = () => done(null);
});

/** What this tab has opened is found without asking. */
const here = new Map();

/** The text that was kept under a name, or `null`. */
export async function kept(name) {
  if (here.has(name)) return here.get(name);
  const store = (await database())?.transaction(TAPES).objectStore(TAPES);
  const found = store ? await result(store.get(name)) : null;
  return found?.text ?? null;
}

/** Keeps a text under a name, and lets the oldest go. */
export async function keep(name, text) {
  here.set(name, text);
  const store = (await database())?.transaction(TAPES, "readwrite").objectStore(TAPES);
  if (!store) return;
  store.put({ text, when: Date.now() }, name);
  const names = (await result(store.getAllKeys())) ?? [];
  if (names.length <= MOST) return;
  const all = (await result(store.getAll())) ?? [];
  const oldest = names.map((key, k) => [all[k].when, key]).sort(([a], [b]) => a - b).slice(0, names.length - MOST);
  for (const [, key] of oldest) store.delete(key);
}
