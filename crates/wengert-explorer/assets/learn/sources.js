// The three sources, each with its address.

import { el } from "../dom.js";
import { CLAIMS, SOURCES } from "./claims.js";
import { note } from "./claim-list.js";

/** The card. */
export function sources() {
  const one = (source) => {
    const uses = CLAIMS.filter((claim) => claim.source === source.id);
    return el("div", { class: "source", id: `source-${source.id}` },
      el("p", {}, el("b", { text: `${source.name}. ` }), `${source.title} `, el("i", { text: source.where }), " ", el("a", { class: "link", href: source.link, target: "_blank", rel: "noopener noreferrer", text: source.short })),
      el("p", { class: "small mute", text: `Used for ${uses.length === 1 ? "one claim" : `${uses.length} claims`}: ${uses.map(({ text }) => text.replace(/\.$/, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase())).join("; ")}.` }),
      note("source", source.id, source.name));
  };
  return el("section", { class: "card spaced", id: "sources" }, el("h2", { text: "Sources" }), ...SOURCES.map(one));
}
