// Where the focus goes once something is painted.

/** Where the focus is when it is on nothing: a press on plain text leaves it on the page around. */
export const nowhere = (node) => node === document.body || node.id === "main";

/** What had the focus given last. */
let given = null;

/** Gives the focus to what is found once the page is painted, unless a reader has moved it meanwhile. */
export function focusSoon(find) {
  const from = document.activeElement;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now !== from && now !== given && !nowhere(now)) return;
    given = find();
    given?.focus({ preventScroll: true });
  }));
}
