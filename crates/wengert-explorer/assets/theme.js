// Light or dark: as the system says, until the reader chooses.

import { byId, put } from "./dom.js";
import { kept, keep } from "./store.js";

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const KEY = "wengert.theme";

/** The theme in force. */
const inForce = () => kept(KEY) ?? (dark.matches ? "dark" : "light");

/** Puts the theme on the page. */
function apply() {
  document.documentElement.dataset.theme = inForce();
  put(byId("theme"), inForce() === "dark" ? "Light" : "Dark");
}

/** Listens to the button and to the system. */
export function bindTheme() {
  apply();
  dark.addEventListener("change", apply);
  byId("theme").addEventListener("click", () => {
    keep(KEY, inForce() === "dark" ? "light" : "dark");
    apply();
  });
}
