// The score: which checks were answered, kept in this browser only.

import { keep, keptJson } from "./store.js";

const KEY = "wengert.score";

/** What is kept: answers by kind of question, and sheets by grade. */
const read = () => keptJson(KEY, (all) => typeof all === "object" && !Array.isArray(all) && Object.values(all).every((one) => one.asked >= 0), {});

/** Keeps what came out of a question. */
export function record(question, right) {
  const score = read();
  const kept = (score[question.kind] ??= { right: 0, asked: 0, hints: 0 });
  kept.asked += 1;
  kept.right += right ? 1 : 0;
  kept.hints += question.hints;
  keep(KEY, JSON.stringify(score));
}

/** Keeps a filled sheet. */
export function recordSheet(grade, right, of) {
  const score = read();
  const best = score[`sheet ${grade}`];
  if (!best || right / of > best.right / best.asked) score[`sheet ${grade}`] = { right, asked: of, hints: 0 };
  keep(KEY, JSON.stringify(score));
}

/** The score by kind. */
export const scores = read;

/** One line. */
export function scoreText() {
  const all = Object.entries(read()).filter(([kind]) => !kind.startsWith("sheet"));
  const [right, asked] = all.reduce(([a, b], [, kept]) => [a + kept.right, b + kept.asked], [0, 0]);
  return `${right} of ${asked} right`;
}
