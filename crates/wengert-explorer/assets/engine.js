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

/** Asks; the answer is an object, a refusal or silence is thrown. */
export async function ask(question, parts = {}) {
  const answer = JSON.parse(await door(JSON.stringify({ ask: question, ...parts })));
  if (answer.ok === false) throw new Refusal(answer.error);
  return answer;
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
