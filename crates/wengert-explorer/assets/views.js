// The views: which one is open, its place in the bar, and one host for every lens.

import { el, mark, put, set, byId } from "./dom.js";
import { state, change } from "./state.js";
import { write } from "./address.js";

const lenses = new Map();
let open = null;

/** Where a view is to be opened: an id in it, until it has been painted. */
let place = null;

/** Adds a lens: `id`, and `build(host)` which gives a painter; one that has no link in the bar has a `title`, and is `within` another. */
export function addLens(lens) {
  lenses.set(lens.id, { ...lens, host: null, paint: null });
}

/** Opens a view, at the element with the id `at` where one is given. */
export function goTo(view, at = null) {
  place = at;
  change({ view, playing: false });
  write(true);
  byId("nav").classList.remove("open");
  set(byId("views"), "aria-expanded", "false");
}

/** Listens to the bar. */
export function bindViews() {
  // The fragment is the state: a jump within the page must not write there.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  bindMenu();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-view]:not(body)");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(link.dataset.view, link.dataset.to);
  });
  byId("views").addEventListener("click", () => {
    const on = byId("nav").classList.toggle("open");
    set(byId("views"), "aria-expanded", String(on));
  });
  for (const tab of document.querySelectorAll(".tabs button")) tab.addEventListener("click", () => showTab(tab.dataset.tab));
  for (const button of document.querySelectorAll("[data-column]")) {
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      change({ column: button.dataset.column });
      write(false);
    });
  }
}

/** What a narrow bar has no room for stands in the menu of the views. */
function bindMenu() {
  const narrow = window.matchMedia("(max-width: 719px)");
  const [act, nav, moved] = [byId("copy-link").parentNode, byId("nav"), [byId("copy-link"), byId("theme")]];
  const settle = () => (narrow.matches ? nav : act).append(...moved);
  narrow.addEventListener("change", settle);
  if (narrow.matches) settle();
}

/** One part of the tape, in a narrow window. */
function showTab(tab) {
  change({ tab });
  goTo(tab === "code" ? "code" : "tape");
}

/** Paints bar and hosts; a lens that is not open is not painted. */
export function paintViews() {
  const { view } = state;
  document.body.dataset.view = view;
  document.body.dataset.tab = view === "code" ? "code" : state.tab === "code" ? "lines" : state.tab;
  const { title = null, within = view } = lenses.get(view) ?? {};
  for (const link of document.querySelectorAll(".top a[data-view]")) {
    set(link, "aria-current", link.dataset.view === view ? "page" : link.dataset.view === within ? "true" : null);
    if (link.dataset.view === view) put(byId("view-name"), link.textContent);
  }
  if (title) put(byId("view-name"), title);
  for (const tab of document.querySelectorAll(".tabs button")) set(tab, "aria-pressed", String(tab.dataset.tab === document.body.dataset.tab));
  for (const button of document.querySelectorAll("[data-column]")) set(button, "aria-pressed", String(button.dataset.column === state.column));
  if (view !== open) openLens(view);
  lenses.get(view)?.paint?.(state);
  arrive();
  for (const wide of lenses.get(view)?.host.querySelectorAll(".wide") ?? []) scrollable(wide);
}

/** What is wider than its place can be reached by the keyboard and is said to be a part of its own. */
function scrollable(wide) {
  const over = wide.scrollWidth > wide.clientWidth;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "wide table" })) set(wide, name, over ? value : null);
}

/** Brings the wanted place of a view into sight, and the focus to it. */
function arrive() {
  const target = place === null ? null : byId(place);
  // What waits for its first answer is not there yet.
  if (!target || target.offsetParent === null) return;
  place = null;
  target.scrollIntoView({ block: "start" });
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

/** Shows a lens's host, built when it is first opened. */
function openLens(view) {
  open = view;
  const lens = lenses.get(view);
  for (const other of lenses.values()) if (other.host) mark(other.host, "away", other !== lens);
  document.title = view === "tape" ? "wengert: watch reverse mode work" : `wengert: ${byId("view-name").textContent}`;
  if (!lens) return;
  if (!lens.host) {
    lens.host = el("section", { class: `lens-${view}` });
    byId("lens-host").append(lens.host);
    lens.paint = lens.build(lens.host);
  }
  lens.opened?.();
}
