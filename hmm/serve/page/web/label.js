// Names in the small space of a node.

const letter = 7.1; // the mean width of a letter of a node's name, in pixels

/** A name in at most two lines of a width in pixels, broken between words where that is possible. */
export function label(name, width) {
  const room = Math.floor(width / letter);
  if (name.length <= room) return [name];
  const end = Math.max(...[" ", "_", "-", "/"].map((mark) => name.lastIndexOf(mark, room - 1)));
  const first = end > 0 ? end + 1 : room;
  const rest = name.slice(first).trim();
  return [name.slice(0, first).trim(), rest.length <= room ? rest : `${rest.slice(0, room - 1)}…`];
}
