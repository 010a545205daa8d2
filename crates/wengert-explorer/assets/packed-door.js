// The engine as it stands in a page: its two parts packed and written down in base64, the second unpacked once it is needed.

import { doorTo } from "./wasm-door.js";

/** A function from JSON text to a promise of JSON text, for the engine whose parts are `first` and `rest`, or are promised. */
export function doorOf({ first, rest }) {
  let second = null;
  return doorTo(compiled(first), () => (second ??= compiled(rest)));
}

const compiled = (text) => WebAssembly.compileStreaming(Promise.resolve(text).then(unpacked));

/** A part of the engine, as a browser would have it from a server. */
function unpacked(text) {
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // What is wrong with the bytes is told where they are read.
  writer.write(packed).catch(() => {});
  writer.close().catch(() => {});
  return new Response(readable, { headers: { "content-type": "application/wasm" } });
}
