// The engine in a thread of its own: the first message brings its parts, every other one a question in its turn.

import { doorOf } from "./packed-door.js";

let door = null;

self.onmessage = ({ data }) => {
  if (door === null) return void (door = doorOf(data));
  const { turn, request } = data;
  door(request).then((answer) => self.postMessage({ turn, answer }), (error) => self.postMessage({ turn, error: String(error) }));
};
