// The page in one file: gives it the engine that stands in it, the second part once it is needed or the page has come to rest.

import { useDoor } from "./engine.js";
import { doorTo, unpacked } from "./wasm-door.js";

const part = (id) => WebAssembly.compileStreaming(unpacked(document.getElementById(id).textContent));
let rest = null;
const later = () => (rest ??= part("engine-rest"));

useDoor(doorTo(part("engine"), later));
setTimeout(later, 1000);
