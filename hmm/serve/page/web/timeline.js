// What the charts over turns share: a place for each turn, and a scale.

import { svg } from "./dom.js";
import { turnNumber } from "./words.js";

const mostTurns = 40; // the last ones: more would be too thin to tell apart
const widestSlot = 56; // pixels: a few turns do not fill the width

/**
 * A frame for a chart of a conversation's last turns: its turns, x of a turn's middle, y of a value, and the
 * SVG nodes of its scale. ticks are values to rule a line at, of which the last is the top; label names one.
 */
export function frame(turns, width, { height, left, top, ticks, label }) {
  const bottom = height - 20;
  const shown = turns.slice(-mostTurns);
  const slot = Math.min(widestSlot, (width - left) / shown.length);
  const x = (i) => left + (i + 0.5) * slot;
  const y = (value) => bottom - (bottom - top) * Math.min(1, value / ticks.at(-1));
  const every = Math.ceil(26 / slot);
  return {
    turns: shown, slot, x, y, bottom,
    scale: [
      ...ticks.map((tick) => svg("line", { class: "rule", x1: left, x2: width, y1: y(tick), y2: y(tick) })),
      ...ticks.map((tick) => svg("text", { class: "tick", x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, label(tick))),
      ...shown.filter((_, i) => (shown.length - 1 - i) % every === 0)
        .map((turn) => svg("text", { class: "tick", x: x(shown.indexOf(turn)), y: height - 4, "text-anchor": "middle" }, turnNumber(turn.number))),
    ],
  };
}

/** A chart as a picture with a description. */
export function picture(width, height, description, ...children) {
  return svg("svg", { class: "chart", role: "img", "aria-label": description, width, height, viewBox: `0 0 ${width} ${height}` }, ...children);
}
