// Tapes that were opened, kept in this browser so that a reload and the way back find them: long ones too. Files with one
// name are told apart by a sum of their text.

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

/** A text's sum, as eight hexadecimal digits: FNV-1a over its letters (Fowler, Noll and Vo). */
function summed(text) {
  let sum = 0x811c9dc5;
  for (let k = 0; k < text.length; k += 1) sum = Math.imul(sum ^ text.charCodeAt(k), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

let last = { text: null, sum: null };

/** The same; of the text that was last asked about it is known. */
export function sumOf(text) {
  if (last.text !== text) last = { text, sum: summed(text) };
  return last.sum;
}

/** What this tab has opened, the newest last, is found without asking. */
let here = [];

/** Whether a text is the one that is looked for: any, where no sum is given. */
const fits = (text, sum) => sum === null || summed(text) === sum;

/** The text that was kept under a name, the newest where no sum says which; or `null`. */
export async function kept(name, sum = null) {
  const known = here.findLast((one) => one.name === name && (sum === null || one.sum === sum));
  if (known) return known.text;
  const store = (await database())?.transaction(TAPES).objectStore(TAPES);
  if (!store) return null;
  // An older page kept one text of a name, under the name alone.
  const keys = [...((await result(store.getAllKeys(IDBKeyRange.bound([name], [name, []])))) ?? []).filter(([, other]) => sum === null || other === sum), name];
  const found = [];
  for (const key of keys) found.push(await result(store.get(key)));
  return found.filter((one) => one !== null && fits(one.text, sum)).sort((a, b) => a.when - b.when).at(-1)?.text ?? null;
}

/** Keeps a text under its name, and lets the oldest go; `false` where the browser does not take it. */
export async function keep(name, text) {
  const sum = sumOf(text);
  here = [...here.filter((one) => one.name !== name || one.sum !== sum), { name, sum, text }];
  try {
    const deal = (await database()).transaction(TAPES, "readwrite");
    const over = new Promise((done) => {
      deal.oncomplete = () => done(true);
      deal.onabort = () => done(false);
    });
    await put(deal.objectStore(TAPES), [name, sum], text);
    return await over;
  } catch {
    return false;
  }
}

/** Writes a text, and takes away the oldest of too many. */
async function put(store, key, text) {
  store.put({ text, when: Date.now() }, key);
  const keys = (await result(store.getAllKeys())) ?? [];
  if (keys.length <= MOST) return;
  const all = (await result(store.getAll())) ?? [];
  const oldest = keys.map((one, k) => [all[k].when, one]).sort(([a], [b]) => a - b).slice(0, keys.length - MOST);
  for (const [, one] of oldest) store.delete(one);
}
