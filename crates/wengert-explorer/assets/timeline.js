// The one line of time: where the cursor stands among the events of a tape, and how it moves.

import { state, change } from "./state.js";
import { counted } from "./format.js";

/** How many events the tape has. */
export const length = () => state.tape?.events.length ?? 0;

/** Whether a question waits for its answer: until then the cursor stays. */
export const held = () => state.question !== null && !state.question.revealed && !state.question.refused;

/** How many events have happened, the one counted that is asked about: it is under way, and has not landed. */
export const cursor = () => (held() && state.question.event !== null ? state.question.event : state.step);

/** The event that has just happened, or is asked about; `null` before the first. */
export function current() {
  return state.tape?.events[Math.min(cursor(), length()) - 1] ?? null;
}

/** How many events have landed: the one that is still travelling has not. */
export const landed = () => state.step - (state.flight ? 1 : 0);

/** Puts the cursor somewhere, without any animation. */
export function seek(step) {
  change({ step: Math.max(0, Math.min(length(), step)), flight: false });
}

/** Where the cursor stands, so that it can stand there on another tape. */
export const whereabouts = () => ({ step: state.step, forward: forwardLength(), length: length() });

/** The step that stands where `from` stood on another tape: as far in the same sweep, or at the end if that was the end. */
export function samePlace(from) {
  const [forward, all] = [forwardLength(), length()];
  if (from.step <= from.forward) return from.step === from.forward ? forward : Math.min(from.step, forward);
  return from.step === from.length ? all : Math.min(forward + from.step - from.forward, all);
}

/** The step that finishes the line at hand, in a direction. */
export function lineBoundary(direction) {
  const { events } = state.tape;
  const lineOf = (step) => events[step - 1]?.line;
  let step = state.step + direction;
  if (direction > 0) while (step < events.length && lineOf(step + 1) === lineOf(step) && step > 0) step += 1;
  else while (step > 0 && lineOf(step) === lineOf(step + 1)) step -= 1;
  return Math.max(0, Math.min(events.length, step));
}

/** The registers' state at the cursor: how many contributions of a line have landed. */
export function received(line) {
  const at = landed();
  let count = 0;
  for (const event of line.receives) if (event.index <= at) count += 1;
  return count;
}

/** Which of its contributions a line's register shows, and what it holds. */
export function register(line) {
  const count = received(line);
  const last = count > 0 ? line.receives[count - 1] : null;
  return { count, value: last ? last.after : 0, final: count > 0 && count === line.receives.length };
}

/** Whether a line stands on the tape at the cursor. */
export const recorded = (line) => state.step >= line.line;

/** The number of forward events. */
export const forwardLength = () => state.tape?.lines.length ?? 0;

/** "Forward 4 of 5" or "Reverse 4 of 6", as words. */
export function place(event) {
  const forward = forwardLength();
  if (!event) return `Before the first of ${counted(forward, "line")}`;
  if (event.phase === "forward") return `Forward ${event.index} of ${forward}`;
  return `Reverse ${event.index - forward} of ${length() - forward}`;
}
