// The transport: buttons, and the one track of value squares and cotangent circles.

import { svg, set, put, mark, byId, style } from "./dom.js";
import { counted, four } from "./format.js";
import { written } from "./math.js";
import { within } from "./room.js";
import { state, change } from "./state.js";
import { current, cursor, held, length, forwardLength, place } from "./timeline.js";
import * as player from "./player.js";
import { settled, SPEEDS } from "./address.js";
import { era, widthOf } from "./stage/letters.js";
import { cutText } from "./stage/names.js";

/** Above this many events the track shows two bars without single marks. */
const SINGLE = 64;
const PAD = 14;
/** So far a label may reach beyond the track, and so much is left between two. */
const [BEYOND, APART] = [8, 6];
/** How high the letters of a label are, and half the room that a short one has anyway. */
const [HIGH, LETTER] = [17, 13];

let drawn = { key: null, marks: [] };
let width = 800;

/** Listens to the buttons and the track. */
export function bindTransport() {
  const actions = { "to-start": () => player.jump(0), back: player.back, play: player.toggle, forward: player.stepForward, "to-end": () => player.jump(length()) };
  for (const [id, act] of Object.entries(actions)) byId(id).addEventListener("click", act);
  byId("speed").addEventListener("click", () => change({ speed: SPEEDS[(SPEEDS.indexOf(state.speed) + 1) % SPEEDS.length] }));
  const track = byId("track");
  let held = false;
  const drag = (event) => {
    const step = stepAt(within(track, event));
    if (step !== state.step || state.flight) player.jump(step);
  };
  track.addEventListener("pointerdown", (event) => {
    held = true;
    track.setPointerCapture(event.pointerId);
    drag(event);
  });
  track.addEventListener("pointermove", (event) => held && drag(event));
  track.addEventListener("pointerup", () => {
    held = false;
    settled();
  });
  new ResizeObserver(() => {
    width = Math.max(120, track.clientWidth);
    change({});
  }).observe(track);
}

/** Where an event stands on the track. */
function xOf(index) {
  const [events, forward] = [length(), forwardLength()];
  const gap = events > SINGLE ? 0.03 * events : 0.6;
  const unit = (width - 2 * PAD) / Math.max(1, events - 1 + gap);
  return PAD + (index - 1 + (index > forward ? gap : 0)) * unit;
}

/** The step nearest to a place on the track. */
function stepAt(x) {
  const events = length();
  if (x < PAD / 2) return 0;
  let [low, high] = [1, events];
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((xOf(mid) + xOf(mid + 1)) / 2 < x) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Paints the transport. */
export function paintTransport() {
  if (!state.tape) return;
  const key = `${state.tape.shape} ${width} ${era()}`;
  if (drawn.key !== key) drawn = { key, ...build() };
  show();
  const button = byId("play");
  set(button, "aria-label", state.playing ? "Pause" : "Play");
  mark(button, "playing", state.playing);
  put(byId("speed-at"), `${state.speed === 0.5 ? "½" : state.speed}×`);
  // A button that has nothing to do keeps the focus.
  const idle = { "to-start": state.step === 0, back: state.step === 0, play: length() === 0, forward: state.step === length(), "to-end": state.step === length() };
  for (const [id, nothing] of Object.entries(idle)) set(byId(id), "aria-disabled", nothing || held() ? "true" : null);
}

/** Builds the marks. */
function build() {
  const [events, forward] = [length(), forwardLength()];
  if (events === 0) return void byId("track-svg").replaceChildren() ?? { marks: [], done: null };
  const line = (name, from, to) => svg("line", { class: name, x1: xOf(from), x2: xOf(to), y1: 18, y2: 18 });
  const base = [line("tk-base", 1, forward), line("tk-gap", forward, forward + 1), line("tk-base", forward + 1, events)];
  const done = [line("tk-fwd", 1, forward), line("tk-rev", forward + 1, events)];
  const places = events <= SINGLE && !crowded() ? labelPlaces(state.tape.events.map((event) => written(named(event).name))) : [];
  const marks = events <= SINGLE ? state.tape.events.map((event, k) => buildMark(event, places[k])) : [];
  const ends = events <= SINGLE ? [] : [label(xOf(1), `${counted(forward, "line")} forward`, "start p"), label(xOf(forward + 1), `${counted(events - forward, "step")} back`, "start c")];
  const handle = svg("g", { class: "tk-handle" }, svg("circle", { r: 11 }), svg("circle", { r: 4, class: "eye" }));
  byId("track-svg").replaceChildren(...base, ...done, ...marks.flatMap((one) => [one.shape, one.label]), ...ends, handle);
  return { marks, done, handle };
}

/** A label below the track. */
const label = (x, text, kind) => svg("text", { x, y: 50, class: `tk-label ${kind}`, text });

/** A name with its bar over the letters, not over the number, nor over what is below them. */
const barred = (name) => name.replace(/^[^₀-₉,_…]+/, (stem) => stem.replace(/./gu, "$&\u0304"));

/** The line that an event is named after: the one that is recorded, or whose register receives. */
const named = (event) => state.tape.lines[(event.index > forwardLength() ? event.to : event.line) - 1];

/** Whether marks stand too close for names. */
const crowded = () => (width - 2 * PAD) / length() < 20;

/** The width of a label, in the heavier letters of the one at the cursor. */
const labelWidth = (text) => widthOf(text, 700, HIGH, "math");

/** Where labels stand and what is left of them: a long one takes what its neighbours leave, and those at the ends stand within the track. */
function labelPlaces(texts) {
  const xs = texts.map((_, k) => xOf(k + 1));
  const halves = texts.map((text) => Math.max(LETTER, labelWidth(text) / 2));
  // Up to the middle between two, and further where the other needs less.
  const towards = (k, other) => {
    if (!(other in xs)) return (other < 0 ? xs[k] : width - xs[k]) + BEYOND;
    const apart = Math.abs(xs[k] - xs[other]);
    return Math.max((apart - APART) / 2, apart - APART - halves[other]);
  };
  return texts.map((text, k) => {
    const [left, right] = [towards(k, k - 1), towards(k, k + 1)];
    const end = k === 0 || k === texts.length - 1;
    const short = cutText(text, end ? left + right : 2 * Math.min(left, right), labelWidth);
    const half = labelWidth(short) / 2;
    return { x: end && half > LETTER ? Math.min(Math.max(xs[k], xs[k] - left + half), xs[k] + right - half) : xs[k], short };
  });
}

/** One square or circle, with its name where there is room for one. */
function buildMark(event, place) {
  const x = xOf(event.index);
  const back = event.index > forwardLength();
  const shape = back ? svg("circle", { cx: x, cy: 18, r: place ? 5 : 3.5 }) : svg("rect", { x: x - 5, y: 13, width: 10, height: 10, rx: 2 });
  const name = label(place?.x ?? x, place ? (back ? barred : String)(place.short) : "", back ? "c" : "p");
  if (place?.short.includes("…")) name.append(svg("title", { text: named(event).name }));
  return { shape, label: name };
}

/** Colours the marks up to the cursor and puts the handle there. */
function show() {
  if (drawn.done === null) return;
  const forward = forwardLength();
  const at = Math.max(1, cursor());
  set(drawn.done[0], "x2", xOf(Math.min(at, forward)));
  mark(drawn.done[1], "away", state.step <= forward);
  set(drawn.done[1], "x2", xOf(Math.max(at, forward + 1)));
  drawn.marks.forEach(({ shape, label: text }, k) => {
    const on = state.step > k;
    mark(shape, "on", on);
    mark(shape, "back", k >= forward);
    mark(text, "off", !on);
    mark(text, "here", cursor() === k + 1);
  });
  mark(drawn.handle, "back", state.step > forward);
  mark(drawn.handle, "away", state.step === 0);
  style(drawn.handle, "transform", `translate(${xOf(at)}px, 18px)`);
  const track = byId("track");
  set(track, "aria-valuemax", length());
  set(track, "aria-valuenow", cursor());
  set(track, "aria-disabled", held() ? "true" : null);
  set(track, "aria-valuetext", spoken());
}

/** The cursor in words: "reverse 4 of 6, line 4 adds 0.9602 to bar a". */
export function spoken() {
  const event = current();
  if (!event) return "nothing recorded";
  const line = state.tape.lines[event.line - 1];
  const where = place(event).toLowerCase();
  if (event.phase === "forward") return `${where}, ${line.name} is ${four(line.value)}`;
  if (event.phase === "seed") return `${where}, bar ${line.name} is seeded with 1`;
  if (event.index > state.step) return `${where}, a question is open: line ${event.line} adds into bar ${state.tape.lines[event.to - 1].name}`;
  return `${where}, line ${event.line} adds ${four(event.product)} to bar ${state.tape.lines[event.to - 1].name}`;
}
