// The engine in WebAssembly: the same question and answer as over HTTP, without a server.
//
// It comes in two parts over one memory. The first answers what a reader asks at first; where it comes to what only the
// second can do, both are started anew together, and the question is asked again: nobody relies on what an engine was asked
// before.

const broken = '{"ok":false,"error":{"kind":"engine","message":"the engine broke off","help":"ask again"}}';
const env = { now: () => performance.now() / 1000 };
/** What the first part throws where the second is needed; no `Error`, for whose places a browser reads the whole script again. */
const lacking = { message: "this is in the engine's second part" };
const missing = new Proxy({}, { get: () => () => { throw lacking; } });

/** A function from JSON text to (a promise of) JSON text; `first` promises the engine's first part, `later()` the other. */
export function doorTo(first, later) {
  let second = null;
  let engine = begin();
  async function begin() {
    const { exports } = await WebAssembly.instantiate(await first, { env, rest: missing });
    if (second) await WebAssembly.instantiate(await second, { first: exports });
    return exports;
  }
  return async function door(request, again = true) {
    const asked = engine;
    const exports = await asked;
    try {
      return answered(exports, request);
    } catch (error) {
      if (error !== lacking && !(error instanceof WebAssembly.RuntimeError)) throw error;
      if (error === lacking) second ??= later();
      if (engine === asked) engine = begin();
      return error === lacking && again ? door(request, false) : broken;
    }
  };
}

/** Writes the question where the engine made room for it, and reads the answer where it stands. */
function answered({ memory, room, answer, place }, request) {
  const text = new TextEncoder().encode(request);
  const at = room(text.length);
  new Uint8Array(memory.buffer, at, text.length).set(text);
  const length = answer();
  return new TextDecoder().decode(new Uint8Array(memory.buffer, place(), length));
}
