// Places for words in a plot: near what they name, where no line runs.

/** Points along a line, close enough that no word fits between two. */
export function dots(line) {
  return line.slice(1).flatMap(([bx, by], k) => {
    const [ax, ay] = line[k];
    const length = Math.hypot(bx - ax, by - ay);
    const count = Math.min(400, Math.ceil(length / 4)) || 0;
    return Array.from({ length: count + 1 }, (_, n) => [ax + ((bx - ax) * n) / (count || 1), ay + ((by - ay) * n) / (count || 1)]);
  });
}

/** A letter is about so wide, a line so high; places are tried so far apart, stay so far from a line, and may end so far beyond the axis. */
const [LETTER, LINE, GRID, CLEAR, BEYOND] = [8.3, 16, 4, 5, 10];

/**
 * The first of some texts that has a place at which it crosses nothing, with its left end and its foot: the place nearest to
 * one of some points. Where no text has one, the first stands at the first point. Others keep clear of it.
 */
export function placed(texts, near, x, y, taken) {
  const found = texts.map((text) => [text, freeBox(text, near, x, y, taken)]).find(([, box]) => box);
  const [text, box] = found ?? [texts[0], boxOf(texts[0], near[0][0] + 8, near[0][1] - LINE)];
  taken.push(...dots([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]]));
  return [text, box.left, box.bottom - 4];
}

const boxOf = (text, left, top) => ({ left, top, right: left + text.length * LETTER, bottom: top + LINE });

/** The place for a text nearest to one of some points at which it crosses nothing, if there is one. */
function freeBox(text, near, x, y, taken) {
  const width = text.length * LETTER;
  const boxes = [];
  for (let left = x.from + 4; left + width <= x.to + BEYOND; left += GRID) for (let top = y.to; top + LINE <= y.from; top += GRID) boxes.push(boxOf(text, left, top));
  const away = (box) => Math.min(...near.map(([a, b]) => Math.hypot(Math.max(box.left - a, 0, a - box.right), Math.max(box.top - b, 0, b - box.bottom))));
  const free = (box) => !taken.some(([px, py]) => px > box.left - CLEAR && px < box.right + CLEAR && py > box.top - CLEAR && py < box.bottom + CLEAR);
  const sorted = boxes.map((box) => [away(box), box]).sort(([one], [other]) => one - other);
  return sorted.find(([, box]) => free(box))?.[1];
}
