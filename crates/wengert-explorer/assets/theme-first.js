// Before the first paint: the theme, so that a dark page never flashes light, and the view, so that nothing of another one is drawn.
(() => {
  const kept = () => {
    try {
      return localStorage.getItem("wengert.theme");
    } catch {
      return null; // Storage may be refused; the page then goes by the system.
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = kept() ?? (dark ? "dark" : "light");
  const view = new URLSearchParams(location.hash.slice(1)).get("view");
  if (/^(code|cost|why|kinks|accuracy|detective|matrix|learn|practice|modes)$/.test(view)) document.body.dataset.view = view;
})();
