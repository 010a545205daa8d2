// The score: which checks were answered, kept in this browser only.

import { keep, keptJson } from "./store.js";

const KEY = "wengert.score";

/** What is kept: answers by kind of question, and the best sheet of each grade. */
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

/** Keeps a sheet that is done: how many registers were right at the first try, with how many hints; the best one stays. */
export function recordSheet(grade, right, asked, hints) {
  const score = read();
  const best = score[`sheet ${grade}`];
  const better = !best || right / asked > best.right / best.asked || (right / asked === best.right / best.asked && hints < best.hints);
  if (better) score[`sheet ${grade}`] = { right, asked, hints };
  keep(KEY, JSON.stringify(score));
}

/** The score by kind. */
export const scores = read;

/** "1 hint", "2 hints". */
export const hintsText = (count) => `${count} hint${count === 1 ? "" : "s"}`;

/** One line. */
export function scoreText() {
  const all = Object.entries(read()).filter(([kind]) => !kind.startsWith("sheet"));
  const [right, asked] = all.reduce(([a, b], [, kept]) => [a + kept.right, b + kept.asked], [0, 0]);
  return `${right} of ${asked} right`;
}
