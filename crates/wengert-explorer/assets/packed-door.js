// The engine as it stands in a page: its two parts packed and written down in base64, the second unpacked once it is needed.

import { doorTo } from "./wasm-door.js";

/** A function from JSON text to a promise of JSON text, for the engine whose parts are `first` and `rest`. */
export function doorOf({ first, rest }) {
  let second = null;
  return doorTo(compiled(first), () => (second ??= compiled(rest)));
}

const compiled = (text) => WebAssembly.compileStreaming(unpacked(text));

/** A part of the engine, as a browser would have it from a server. */
function unpacked(text) {
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
}
