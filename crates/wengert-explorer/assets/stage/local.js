// The local derivative of a step: whether its formula says what its number is.

import { finite, four, number, plain } from "../format.js";

/**
 * Whether the formula of a local derivative holds where the tape is. Outside its domain a function has no slope, though the
 * formula may have a value: log x at x = −1, of which 1/x would be −1. A formula that reads NaN is NaN, and holds.
 */
export const holds = (pay, tape) => !Number.isNaN(number(pay.local)) || (pay.reads ?? []).some((name) => !finite(tape.byName.get(name)?.value));

/** A number in a sentence: as short as it is. */
export const plain4 = (value) => (Number.isInteger(number(value)) ? plain(value) : four(value));

/** A number without needless zeros, of four decimals at most. */
export const shortest = (value) => (Number.isFinite(number(value)) ? plain(Number(number(value).toFixed(4)) || number(value)) : four(value));

/** A number in four digits at most, for where there is hardly any room. */
export const briefly = (value) => (Number.isFinite(number(value)) ? plain(Number(number(value).toPrecision(4))) : four(value));
