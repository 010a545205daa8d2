// What the engine says, as a reader gets it: whole sentences, code set as code.

import { el } from "./dom.js";
import { numerals } from "./format.js";

/** A sentence of what the engine says: a capital at the start, unless that is a call, one mark at the end. */
export const sentence = (text) => `${/^\w+\(/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`}${/[.?!]$/.test(text) ? "" : "."}`;

/** A text in which `code` stands between backticks, and numbers are written as on the page. */
export const coded = (text) => text.split("`").map((part, k) => (k % 2 === 1 ? el("code", { text: part }) : numerals(part)));
