// The page in one file: the font of its formulas stands in it, and is there before anything is laid out. One that comes later, as
// from an address of data, has the browser lay out the page twice.
{
  const text = document.getElementById("font").textContent;
  const bytes = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  document.fonts.add(new FontFace("Wengert Math", bytes));
}
