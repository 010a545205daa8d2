// Numbers as the page writes them: four decimals, a true minus, a word for what is not finite.

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The number that a JSON answer stands for; what is not finite travels as a word. */
export function number(value) {
  if (typeof value === "number") return value;
  if (value === "inf" || value === "Infinity" || value === "+inf") return Infinity;
  if (value === "-inf" || value === "-Infinity") return -Infinity;
  return NaN;
}

/** A true minus in front of negative digits. */
const minus = (text) => text.replace("-", "−");

/** An exponent, raised. */
export const raised = (power) =>
  (power < 0 ? "⁻" : "") + String(Math.abs(power)).replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)]);

/** `2.9 × 10⁻¹⁶`. */
function scientific(x, digits) {
  const [mantissa, power] = x.toExponential(digits).split("e");
  return `${minus(mantissa)} × 10${raised(Number(power))}`;
}

/** A number with an exponent, as the engine writes it in a text; a full stop may follow it. */
const EXPONENT = /(?<![\w.])(\d+(?:\.\d+)?)e([+−-]?)(\d+)(?!\w|\.\d)/g;
/** Four digits are more than the page shows. */
const mantissa = (digits) => (/^\d\.\d{3}$/.test(digits) && Number(digits) < 9.995 ? Number(digits).toFixed(2) : digits);

/** A number with an exponent as its parts, `["2.91", "-16"]`, or `null`. */
export function exponential(text) {
  const [, digits, sign, power] = new RegExp(`^(?:${EXPONENT.source})$`).exec(text) ?? [];
  return digits === undefined ? null : [mantissa(digits), Number(power) * (sign === "" || sign === "+" ? 1 : -1)];
}

/** A text of the engine's with numbers as the page writes them: a true minus, a power of ten, in brackets where it is divided by or raised. */
export function numerals(text) {
  const minuses = text.replace(/(?<![\w.)])-(?=[\d.∞])/g, "−");
  return minuses.replace(EXPONENT, (all, digits, sign, power, at) => {
    const number = `${mantissa(digits)} × 10${raised(Number(power) * (sign === "" || sign === "+" ? 1 : -1))}`;
    return /[/^]\s*$/.test(minuses.slice(0, at)) || minuses[at + all.length] === "^" ? `(${number})` : number;
  });
}

/** Four decimals; powers of ten where those would hide the number. */
export function four(value) {
  const x = number(value);
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (size !== 0 && (size < 5e-5 || size >= 1e6)) return scientific(x, 2);
  return minus((size === 0 ? 0 : x).toFixed(4));
}

/** As `four`, with its sign. */
export const signed = (value) => (number(value) >= 0 ? `+${four(value)}` : four(value));

/** The shortest text that reads back as the number, with a true minus: for inputs and constants. */
export function plain(value) {
  const x = number(value);
  if (!Number.isFinite(x)) return four(x);
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return scientific(x, 3).replace(/\.?0+ ×/, " ×");
  return minus(String(Number(x.toPrecision(12))));
}

/** A number for the address and for source text: the shortest that reads back exactly. */
export const exact = (x) => String(x);

/** Thousands apart; `toLocaleString` would load the rules of all languages first, a tenth of the time to the first picture. */
export const grouped = (n) => (finite(n) ? String(Math.round(number(n))).replace(/\B(?=(\d{3})+$)/g, ",") : four(n));

/** `1 sweep`, `2 sweeps`, `32 passes`. */
export const counted = (n, one, many = `${one}s`) => `${grouped(n)} ${number(n) === 1 ? one : many}`;

/** Bytes, in the unit that fits. */
export function bytes(n) {
  const units = ["B", "kB", "MB", "GB"];
  let size = number(n);
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toPrecision(3)} ${units[unit]}`;
}

/** Seconds, in the unit that fits. */
export function seconds(value) {
  const s = number(value);
  const [factor, unit] = s >= 1 ? [1, "s"] : s >= 1e-3 ? [1e3, "ms"] : s >= 1e-6 ? [1e6, "µs"] : [1e9, "ns"];
  return `${(s * factor).toPrecision(3)} ${unit}`;
}

/** A power of ten for an axis: `1`, `10`, `1,000`, `10⁻⁵`. */
export function decade(power) {
  if (power >= 0 && power <= 6) return grouped(10 ** power);
  return `10${raised(power)}`;
}

/** What a person typed as a number, or `null`. */
export function typed(text) {
  const clean = text.trim().replace(/−/g, "-").replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean)) return null;
  const x = Number(clean);
  return Number.isFinite(x) ? x : null;
}

/** Whether a number is finite, whatever it travelled as. */
export const finite = (value) => Number.isFinite(number(value));
