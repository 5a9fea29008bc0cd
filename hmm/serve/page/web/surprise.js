// How surprising each turn was, as bars over the turns.

import { byId, html, svg } from "./dom.js";
import { frame, picture } from "./timeline.js";
import { doubts, surprise, turnNumber } from "./words.js";

/** Draws the chart, at a size in pixels, and the reasons to doubt the last step. */
export function drawSurprise(conversation, { width, height }) {
  const step = conversation.step;
  byId("surprise-facts").textContent = surprise(step);
  byId("doubts").replaceChildren(...doubts(step).map((text) => html("li", {}, text)));
  const turns = conversation.turns.filter((turn) => turn.step);
  const top = ceiling(turns);
  const f = frame(turns, width, { height, left: 34, top: 44, ticks: [0, top / 2, top], label: String });
  byId("surprise").replaceChildren(picture(width, height,
    `Surprise of the last ${f.turns.length} turns in nats. Turn ${turnNumber(step.turn)}: ${surprise(step)}.`,
    svg("text", { class: "tick", x: 0, y: 12 }, "Nats a turn; above the bars, the percentile in training"),
    f.scale, f.turns.map((turn, i) => bar(f, turn.step, i))));
}

/** A round number of nats that no bar exceeds. */
function ceiling(turns) {
  const highest = Math.max(10, ...turns.map((turn) => turn.step.surprise ?? 0));
  return 10 * Math.ceil(highest / 10);
}

function bar(f, step, i) {
  const doubted = step.doubts?.length > 0;
  const y = step.surprise === null ? f.y(Infinity) : f.y(step.surprise);
  const width = Math.max(2, Math.min(26, 0.6 * f.slot));
  return svg("g", {},
    svg("title", {}, `Turn ${turnNumber(step.turn)}: ${surprise(step)}`),
    svg("rect", { class: doubted ? "bar doubted" : "bar", x: f.x(i) - width / 2, y, width, height: Math.max(1, f.bottom - y), rx: 2 }),
    f.slot >= 24 && svg("text", { class: doubted ? "over doubted" : "over", x: f.x(i), y: y - 6, "text-anchor": "middle" }, over(step)));
}

/** What stands above a bar: the percentile, and a mark where the model doubts itself. */
function over(step) {
  const mark = step.doubts?.length > 0 ? "! " : "";
  if (step.surprise === null) return `${mark}∞`;
  return mark + (step.surprise_percentile === null ? "" : Math.floor(step.surprise_percentile));
}
