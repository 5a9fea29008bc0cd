// Where the nodes of the flow graph stand: conversations run along an axis, from left to right where there
// is room and from top to bottom where there is not.

const narrow = 900; // pixels, below which it runs down
const node = { width: 168, least: 132, height: 64 };
const gaps = { right: { along: 46, across: 30 }, down: { along: 46, across: 22 } };
const ends = 44; // the length that the start and the end take
const sweeps = 6; // of the ordering within layers

/**
 * Layers of states by their mean place in conversations, each layer ordered so that likely moves are short.
 * Returns for each state its layer and where its box begins along the axis and across it; the size of the
 * boxes, the gaps, the picture's length and breadth in pixels, and whether the axis runs down. The boxes are
 * cells of a grid, so that between its rows all is free.
 */
export function layout(states, width) {
  const down = width < narrow;
  const gap = down ? gaps.down : gaps.right;
  const layers = cut(byPlace(states), down ? abreast(states, width, gap) : deep(states, width, gap));
  const slots = Math.max(...layers.map((layer) => layer.length));
  arrange(layers, states);
  const size = down
    ? { along: node.height, across: Math.min(node.width, (width - gap.across) / slots - gap.across) }
    : { along: Math.min(node.width, (width - 2 * ends - gap.along) / layers.length - gap.along), across: node.height };
  const boxes = [];
  layers.forEach((layer, l) => layer.forEach((state, slot) => {
    boxes[state] = {
      layer: l,
      along: ends + gap.along + l * (size.along + gap.along),
      across: gap.across + slot * (size.across + gap.across),
    };
  }));
  return {
    down, boxes, size, gap, ends,
    layers: layers.length,
    length: 2 * ends + gap.along + layers.length * (size.along + gap.along),
    breadth: gap.across + slots * (size.across + gap.across),
  };
}

/** The states in the order of their places. */
const byPlace = (states) => states.map((_, i) => i).sort((a, b) => states[a].place - states[b].place || a - b);

/** How many states stand side by side where conversations run down. */
function abreast(states, width, gap) {
  const room = Math.floor((width - gap.across) / (node.least + gap.across));
  return Math.max(2, Math.min(room, Math.ceil(Math.sqrt(states.length))));
}

/** How many states stand one below the other where conversations run to the right. */
function deep(states, width, gap) {
  const room = Math.max(1, Math.floor((width - 2 * ends - gap.along) / (node.least + gap.along)));
  return Math.ceil(states.length / room);
}

function cut(order, n) {
  const layers = [];
  for (let i = 0; i < order.length; i += n) layers.push(order.slice(i, i + n));
  return layers;
}

/** Orders each layer by the mean slot of the states that its states move to and are reached from. */
function arrange(layers, states) {
  const slot = [];
  const number = (layer) => layer.forEach((state, i) => { slot[state] = i; });
  layers.forEach(number);
  const pull = attraction(states);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const layer of layers) {
      const centre = new Map(layer.map((state) => [state, mean(pull[state], slot)]));
      layer.sort((a, b) => centre.get(a) - centre.get(b));
      number(layer);
    }
  }
}

/** For each state, the others that it moves to or is reached from, with the probabilities. */
function attraction(states) {
  const pull = states.map(() => []);
  states.forEach(({ next }, from) => next.forEach(({ state: to, probability }) => {
    if (to === from) return;
    pull[from].push([to, probability]);
    pull[to].push([from, probability]);
  }));
  return pull;
}

function mean(pairs, slot) {
  const total = pairs.reduce((sum, [, p]) => sum + p, 0);
  return total === 0 ? 0 : pairs.reduce((sum, [state, p]) => sum + p * slot[state], 0) / total;
}
