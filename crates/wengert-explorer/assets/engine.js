// The engine behind one question and one answer: over HTTP here, in WebAssembly where the page was built with it.

/** A refusal in the engine's words. */
export class Refusal extends Error {
  constructor(fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The engine did not answer at all. */
export class Silence extends Error {}

/** The engine in the server that sent this page. */
export const overHttp = async (request) => {
  let reply;
  try {
    reply = await fetch("engine", { method: "POST", headers: { "content-type": "application/json" }, body: request });
  } catch {
    throw new Silence("the engine does not answer");
  }
  if (reply.headers.get("content-type")?.includes("json") !== true) throw new Silence(`the engine answers ${reply.status}`);
  return reply.text();
};

let door = overHttp;

/** Uses another door: a function from JSON text to (a promise of) JSON text. */
export function useDoor(other) {
  door = other;
}

/** Saved tapes that the engine keeps, by their text: under which hash each can be asked about. */
const kept = new Map();
/** So many are remembered. */
const MOST_KEPT = 4;

let replies = 0;

/** How often the engine has answered: who found it silent asks again once it has answered somebody. */
export const heard = () => replies;

/** Asks; the answer is an object, a refusal or silence is thrown. A tape that the engine keeps is not sent again. */
export async function ask(question, parts = {}) {
  const send = async (model) => {
    const said = await door(JSON.stringify({ ask: question, ...parts, ...(model && { model }) }));
    replies += 1;
    return JSON.parse(said);
  };
  const tape = parts.model?.tape;
  let answer = await send(tape && kept.has(tape) ? { ...parts.model, tape: undefined, kept: kept.get(tape) } : undefined);
  if (answer.error?.kind === "forgotten") {
    kept.delete(tape);
    answer = await send();
  }
  if (answer.ok === false) throw new Refusal(answer.error);
  if (answer.kept) remember(tape, answer.kept);
  answers.set(question, { parts, answer });
  return answer;
}

const answers = new Map();

/** The last answer to a question, and what was asked: what a note writes down of the view at hand. */
export const lastAnswer = (question) => answers.get(question) ?? null;

/** Remembers under which hash a tape is kept. */
function remember(tape, key) {
  if (tape === undefined) return;
  kept.delete(tape);
  kept.set(tape, key);
  while (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
}

const numbers = new Map();

/** What is asked for as a short text, to see whether it has changed: a tape is a number in it. */
export function keyOf(parts) {
  const numberOf = (text) => numbers.get(text) ?? numbers.set(text, numbers.size + 1).get(text);
  return JSON.stringify(parts, (name, value) => (name === "tape" && typeof value === "string" ? numberOf(value) : value));
}

/** Asks one thing at a time: while one is under way only the newest waits. */
export class Asker {
  #busy = false;
  #waiting = null;

  /** `answered` hears the answer, `failed` the refusal or the silence. */
  constructor(answered, failed) {
    this.answered = answered;
    this.failed = failed;
  }

  /** Asks, now or as soon as the last question is answered; `note` comes back with the answer. */
  async ask(question, parts, note = parts) {
    if (this.#busy) {
      this.#waiting = [question, parts, note];
      return;
    }
    this.#busy = true;
    try {
      this.answered(await ask(question, parts), note);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      this.failed(error, note);
    } finally {
      this.#busy = false;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.ask(...next);
    }
  }
}
