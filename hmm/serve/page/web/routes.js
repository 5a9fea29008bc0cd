// The ways of the moves through the gaps between the nodes of a layout. Moves onward leave and enter a node
// in its first half, moves back in its second, so that the two never lie on each other.

const onward = 0.36; // where on a node's side
const back = 0.64;
const spread = 5; // moves that share a channel, side by side
const apart = 4; // pixels

/**
 * For a layout: move, the path of a move between two states; enter and leave, from the start and to the end;
 * point, the place of a point along and across the axis, as [x, y].
 */
export function routes(map) {
  const { boxes, size, gap, ends, layers, length, breadth, down } = map;
  const point = (along, across) => (down ? [across, along] : [along, across]);
  const middle = breadth / 2;

  /** The free line between two rows that is nearest to a place across, or beside it where many share it. */
  function channel(across, key) {
    const pitch = size.across + gap.across;
    const row = Math.round((across - gap.across / 2) / pitch);
    return gap.across / 2 + row * pitch + apart * (key % spread - (spread - 1) / 2);
  }

  /** A path from u to v, in direction d along the axis; by a channel where nodes are between. */
  function way(u, v, d, between, key) {
    const step = d * gap.along;
    const half = step / 2;
    if (!between) return draw(["M", u], ["C", [u[0] + half, u[1]], [v[0] - half, v[1]], v]);
    const free = channel((u[1] + v[1]) / 2, key);
    return draw(["M", u],
      ["C", [u[0] + half, u[1]], [u[0] + half, free], [u[0] + step, free]],
      ["L", [v[0] - step, free]],
      ["C", [v[0] - half, free], [v[0] - half, v[1]], v]);
  }

  /** A path between nodes of one layer, out and in on the same side. */
  function aside(u, v) {
    const bulge = 0.8 * gap.along;
    return draw(["M", u], ["C", [u[0] + bulge, u[1]], [v[0] + bulge, v[1]], v]);
  }

  const draw = (...parts) => parts
    .map(([letter, ...points]) => letter + points.map((p) => point(...p).map((x) => x.toFixed(1)).join(",")).join(" "))
    .join("");
  const front = (box, where) => [box.along, box.across + where * size.across];
  const rear = (box, where) => [box.along + size.along, box.across + where * size.across];

  return {
    point,
    move(from, to) {
      const a = boxes[from];
      const b = boxes[to];
      const between = Math.abs(a.layer - b.layer) > 1;
      if (a.layer === b.layer) return aside(rear(a, back), rear(b, onward));
      if (a.layer < b.layer) return way(rear(a, onward), front(b, onward), 1, between, from + to);
      return way(front(a, back), rear(b, back), -1, between, from + to);
    },
    enter(to) {
      return way([ends, middle], front(boxes[to], 0.5), 1, boxes[to].layer > 0, to);
    },
    leave(from) {
      return way(rear(boxes[from], 0.5), [length - ends, middle], 1, boxes[from].layer < layers - 1, from);
    },
  };
}
