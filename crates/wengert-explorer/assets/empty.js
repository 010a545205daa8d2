// Why a register stays empty: what no line leads on from, what no input moves, and what a slope of zero stands before.

let known = { tape: null };

/** Which lines lead on to the output, and which an input moves. */
function waysOf(tape) {
  if (known.tape === tape) return known;
  const [leads, moves] = [new Set([tape.output.line]), new Set()];
  for (const line of [...tape.lines].reverse()) if (line.usedBy.some((user) => leads.has(user))) leads.add(line.line);
  for (const line of tape.lines) if (line.kind === "input" || line.args.some(({ id }) => id !== null && moves.has(tape.byId.get(id).line))) moves.add(line.line);
  return (known = { tape, leads, moves });
}

/** Whether a line is the side of a branch that was not taken: what a choice reads behind its condition. */
const untaken = (tape, line) => line.usedBy.map((user) => tape.lines[user - 1]).some(({ op, args }) => op === "where" && args.slice(1).some(({ id }) => id === line.id));

/** In a few words, and as a sentence, why nothing is added to the register of a line in the whole sweep. */
export function whyEmpty(tape, line) {
  const { leads, moves } = waysOf(tape);
  const { name } = tape.output;
  if (!leads.has(line.line)) return { short: `no path to ${name}`, long: `no path to ${name}` };
  if (!moves.has(line.line)) return { short: "a constant", long: "a constant: no input moves it" };
  if (untaken(tape, line)) return { short: "branch not taken", long: "the branch that is not taken: its slope is 0 here" };
  const users = line.usedBy.filter((user) => leads.has(user)).map((user) => tape.lines[user - 1]);
  // One user that a sum is added to has a slope of 0 itself; else the slope is 0 on every way out.
  const stops = users.every((user) => user.receives.length > 0);
  return { short: `slope of ${name} is 0`, long: stops && users.length === 1 ? `feeds ${users[0].name}, whose slope in ${line.name} is 0 here` : `a slope of 0 lies on every path to ${name}` };
}
