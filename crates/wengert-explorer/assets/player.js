// Stepping and playing: one event forward or back, with the packet's flight, or many in a row.

import { state, change } from "./state.js";
import { held, length, seek, lineBoundary } from "./timeline.js";
import { TIMES, motion, moves } from "./motion.js";
import { settled } from "./address.js";

let timer = 0;

/** Forgets what was about to happen. */
function drop() {
  clearTimeout(timer);
  timer = 0;
}

/** Stops whatever is under way where it is: a flight has landed, a run goes no further. */
export function halt() {
  drop();
  document.body.dataset.motion = "off";
  change({ playing: false, flight: false, returning: null });
}

/** Whether the cursor may move: an open question holds it, a card that has been read gives way. */
function free() {
  if (!held()) {
    if (state.question) change({ question: null });
    return true;
  }
  change({ question: { ...state.question, urged: true } });
  return false;
}

/** One event forward; a contribution flies first and docks then. */
export function forward(then = null) {
  drop();
  if (!state.tape || state.step >= length()) return;
  const event = state.tape.events[state.step];
  const flies = event.phase === "reverse" && moves();
  document.body.dataset.motion = moves() ? "on" : "off";
  change({ step: state.step + 1, flight: flies, returning: null });
  settled();
  if (!flies) return void (then && (timer = setTimeout(then, motion(TIMES.read) || TIMES.read / state.speed)));
  timer = setTimeout(() => {
    change({ flight: false });
    if (then) timer = setTimeout(then, motion(TIMES.dock + TIMES.rest));
  }, motion(TIMES.tap + TIMES.travel));
}

/** One event back: the same at double speed. */
export function back() {
  if (!free()) return;
  drop();
  pause();
  if (!state.tape || state.step === 0) return;
  const event = state.tape.events[state.step - 1];
  const flies = event.phase === "reverse" && moves();
  document.body.dataset.motion = "off";
  change({ step: state.step - 1, flight: false, returning: flies ? event : null });
  settled();
  if (flies) timer = setTimeout(() => change({ returning: null }), motion(TIMES.travel / 2));
}

/** To an event, at once. */
export function jump(step) {
  if (!free()) return;
  drop();
  document.body.dataset.motion = "off";
  state.returning = null;
  pause();
  seek(step);
  settled();
}

/** A run takes so many milliseconds, in so many steps at most. */
const RUN = { ms: 900, steps: 24 };

/** Runs on to an event, too fast for single flights. */
export function runTo(step) {
  drop();
  document.body.dataset.motion = "off";
  const left = step - state.step;
  if (left <= 0) return;
  const stride = moves() ? Math.ceil(left / RUN.steps) : left;
  change({ step: Math.min(step, state.step + stride), flight: false, returning: null });
  settled();
  timer = setTimeout(() => runTo(step), motion(RUN.ms / Math.min(RUN.steps, left)));
}

/** Over the rest of a line. */
export const wholeLine = (direction) => jump(lineBoundary(direction));

/** Plays from here; from the start, if this is the end. */
export function play() {
  if (!state.tape || !free()) return;
  if (state.step >= length()) seek(0);
  change({ playing: true });
  next();
}

/** The next event of a run. */
function next() {
  if (!state.playing) return;
  if (state.step >= length()) return pause();
  forward(next);
}

/** Stops playing where it is. */
export function pause() {
  if (!state.playing) return;
  change({ playing: false });
}

/** Plays or stops. */
export const toggle = () => (state.playing ? pause() : play());

/** One step by hand. */
export function stepForward() {
  if (!free()) return;
  pause();
  forward();
}
