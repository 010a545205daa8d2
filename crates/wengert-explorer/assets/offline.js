// The page in one file: gives it the engine that stands in it. An engine within the page answers soonest; once the page has come
// to rest one in a thread takes over, so that the page goes on while an answer is long.

import { byId } from "./dom.js";
import { useDoor } from "./engine.js";
import { doorOf } from "./packed-door.js";

/** How long the page is left alone at first, in milliseconds. */
const REST = 1000;
/** What the thread is asked before it takes over: a lens needs both parts of the engine. */
const TRIAL = { ask: "accuracy", of: "x", model: { text: "x*y + sin(x*y)", at: [["x", 2], ["y", 3]] } };

const happens = (event) => new Promise((done) => document.addEventListener(event, done, { once: true }));
const text = (id) => byId(id).textContent;

// This runs before the browser has read what stands behind it: the engine's first part, which says that it is there, and the rest.
const whole = happens("DOMContentLoaded");
const first = happens("engine").then(() => text("engine"));
const rest = whole.then(() => text("engine-rest"));

/** A door to an engine in a thread that runs `script`; what is open where the thread breaks off is asked of the one within the page. */
function threaded(script, parts) {
  const thread = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const open = new Map();
  let turn = 0;
  thread.onmessage = ({ data: { turn, answer, error } }) => {
    const { told, failed } = open.get(turn);
    open.delete(turn);
    if (error) failed(new Error(error));
    else told(answer);
  };
  thread.onerror = (event) => {
    event.preventDefault();
    useDoor(within);
    for (const { request, told, failed } of open.values()) within(request).then(told, failed);
    open.clear();
  };
  thread.postMessage(parts);
  return (request) =>
    new Promise((told, failed) => {
      open.set((turn += 1), { request, told, failed });
      thread.postMessage({ turn, request });
    });
}

/** Lets the engine in a thread take over once it has answered; where a browser gives no thread, all stays as it is. */
async function takeOver() {
  try {
    const door = threaded(text("engine-thread"), { first: await first, rest: await rest });
    await door(JSON.stringify(TRIAL));
    useDoor(door);
  } catch {
    // The engine within the page goes on answering.
  }
}

const within = doorOf({ first, rest });
useDoor(within);
whole.then(() => setTimeout(takeOver, REST));
