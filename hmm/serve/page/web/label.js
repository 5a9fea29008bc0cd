// Names in the small space of a node.

const pen = document.createElement("canvas").getContext("2d");

/** Measures texts in the font that an element has, at a size and weight of its own: a function from a text to pixels. */
export function ruler(size, weight) {
  const { fontFamily } = getComputedStyle(document.body);
  pen.font = `${weight} ${size}px ${fontFamily}`;
  return (text) => pen.measureText(text).width;
}

/** The longest beginning of a text that is no wider than a width, in whole signs. */
function beginning(text, width, measure) {
  const signs = [...text];
  let end = signs.length;
  while (end > 1 && measure(signs.slice(0, end).join("")) > width) end--;
  return signs.slice(0, end).join("");
}

/** A name in at most two lines of a width in pixels, as measured by a ruler, broken between words where that is possible. */
export function label(name, width, measure) {
  const room = beginning(name, width, measure);
  if (room === name) return [name];
  const end = Math.max(...[" ", "_", "-", "/"].map((mark) => room.lastIndexOf(mark)));
  const first = end > 0 ? end + 1 : room.length;
  const rest = name.slice(first).trim();
  if (measure(rest) <= width) return [name.slice(0, first).trim(), rest];
  return [name.slice(0, first).trim(), `${beginning(rest, width - measure("…"), measure)}…`];
}
