// The theme before the first paint, so that a dark page never flashes light.
(() => {
  const chosen = localStorage.getItem("wengert.theme");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen ?? (dark ? "dark" : "light");
})();
