// What pictures on a canvas are drawn with: the tokens of the style sheet, as they are now.

/** The colours of the theme. */
export function colours(node) {
  const rules = getComputedStyle(node);
  const of = (name) => rules.getPropertyValue(`--${name}`).trim();
  return { card: of("card"), line: of("line-strong"), primal: of("primal-fill"), cot: of("cot-fill"), done: of("cot"), dark: of("on-cot"), tint: of("now"), ink: of("ink"), grid: of("line"), alarm: of("alarm") };
}
