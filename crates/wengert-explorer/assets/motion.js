// How long things move, at the speed chosen; nothing moves where the reader asked for that.

import { state } from "./state.js";

/** Milliseconds: a pill darkens, a packet travels, a block docks, and the eye rests. */
export const TIMES = { tap: 90, travel: 520, dock: 180, rest: 420, fade: 160, read: 520 };

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether things may move. */
export const moves = () => !still.matches;

/** A duration at the present speed. */
export const motion = (ms) => (moves() ? ms / state.speed : 0);
