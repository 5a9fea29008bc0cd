// The flow graph: the model's states and moves, lit by the posterior, with the walk of a conversation.

import { byId, html, styled, svg } from "./dom.js";
import { layout } from "./layout.js";
import { routes } from "./routes.js";
import { label, ruler } from "./label.js";
import { percent } from "./words.js";

const lit = 0.01; // the probability from which on a node says it
const likely = 0.1; // the probability from which on a node says that it may be next

/** The threshold with which at most so many moves are drawn that the picture stays readable. */
export function readableThreshold(states) {
  const moves = states.flatMap((state) => state.next.map(({ probability }) => probability)).sort((a, b) => b - a);
  const most = Math.ceil(1.8 * states.length);
  return Math.max(0.05, Math.min(0.4, Math.ceil(100 * (moves[most] ?? 0)) / 100));
}

/**
 * Draws the graph at a width in pixels: moves of at least a threshold, and whatever the conversation walked.
 * Where fits is false the conversation is of another model, and none of it is shown.
 */
export function drawGraph(model, conversation, fits, threshold, width) {
  const map = layout(model.states, width);
  const ways = routes(map);
  const walk = fits ? walked(conversation.turns) : [];
  const [w, h] = ways.point(map.length, map.breadth).map(Math.ceil);
  const picture = svg("svg", { class: "graph", role: "img", width: w, height: h, viewBox: `0 0 ${w} ${h}`, "aria-label": describe(model, conversation, fits) },
    svg("defs", {}, arrow("arrow", "head"), arrow("arrow-walked", "head walked")),
    moves(model.states, ways, threshold),
    walk.map((move) => walkedMove(move, ways)),
    terminal("Start", ways.point(map.ends / 2, map.breadth / 2)),
    terminal("End", ways.point(map.length - map.ends / 2, map.breadth / 2)),
    nodes(model, map, ways, fits ? conversation : null));
  byId("flow").replaceChildren(picture);
}

function describe({ states }, conversation, fits) {
  const step = fits && conversation.step;
  const now = step ? ` Now ${step.intent}, ${percent(step.confidence)}.` : "";
  return `Graph of ${states.length} intents and the moves between them.${now} The table below says the same.`;
}

function arrow(id, kind) {
  return svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
    svg("path", { class: kind, d: "M0 0.5 8 4 0 7.5z" }));
}

function moves(states, ways, threshold) {
  const edge = (d, p) => styled(svg("path", { class: "edge", d, "marker-end": "url(#arrow)" }), "--p", p);
  return states.flatMap((state, i) => [
    state.start >= threshold && edge(ways.enter(i), state.start),
    state.stop >= threshold && edge(ways.leave(i), state.stop),
    ...state.next
      .filter((move) => move.state !== i && move.probability >= threshold)
      .map((move) => edge(ways.move(i, move.state), move.probability)),
  ]);
}

/** The moves of a conversation's path, the last one last; a move into a state from the start has no from. */
function walked(turns) {
  const seen = new Map();
  turns.forEach((turn, i) => {
    const from = turns[i - 1]?.state;
    const to = turn.state;
    if (!(to >= 0) || from === to || i > 0 && !(from >= 0)) return;
    const key = `${from},${to}`;
    seen.delete(key);
    seen.set(key, { from, to, settled: turn.settled, latest: i === turns.length - 1 });
  });
  return [...seen.values()];
}

function walkedMove({ from, to, settled, latest }, ways) {
  const d = from === undefined ? ways.enter(to) : ways.move(from, to);
  return svg("path", { class: `walked${settled ? "" : " unsettled"}${latest ? " latest" : ""}`, d, "marker-end": "url(#arrow-walked)" });
}

function terminal(text, [x, y]) {
  return svg("g", { class: "terminal" },
    svg("circle", { cx: x, cy: y, r: 20 }),
    svg("text", { x, y: y + 4, "text-anchor": "middle" }, text));
}

function nodes({ states }, map, ways, conversation) {
  const [width, height] = ways.point(map.size.along, map.size.across);
  const measure = ruler(13, 550); // as .node .name is written
  const step = conversation?.step;
  const visited = new Set(conversation?.turns.map((turn) => turn.state));
  const next = new Map(step?.next.map((prospect) => [prospect.state, prospect.probability]));
  return states.map((state, i) => {
    const [x, y] = ways.point(map.boxes[i].along, map.boxes[i].across);
    const p = step?.posterior[i] ?? 0;
    const kind = ["node", visited.has(i) && "visited", step?.state === i && "present"].filter(Boolean).join(" ");
    const lines = label(state.name, width - 20, measure);
    return svg("g", { class: kind, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-state": i },
      svg("title", {}, `${state.name}, ${percent(state.share)} of the turns`),
      svg("rect", { class: "paper", width, height, rx: 10 }),
      styled(svg("rect", { class: "light", width, height, rx: 10 }), "--p", p),
      lines.map((line, n) => svg("text", { class: "name", x: 10, y: (lines.length > 1 ? 20 : 25) + 15 * n }, line)),
      svg("text", { class: "figure", x: 10, y: height - 9 }, said(p, next.get(i))),
      svg("text", { class: "stays", x: width - 10, y: height - 9, "text-anchor": "end" }, stays(state, i)));
  });
}

function said(p, next) {
  if (p >= lit) return `${percent(p)} now`;
  return next >= likely ? `next ${percent(next)}` : "";
}

function stays(state, i) {
  const again = state.next.find((move) => move.state === i)?.probability ?? 0;
  return again >= likely ? `↻ ${percent(again)}` : "";
}

/** Draws the table that says what the graph shows. */
export function drawTable(model, conversation, fits, threshold) {
  const step = fits ? conversation.step : undefined;
  const heads = ["Intent", "Share of turns", "Now", "Begins", "Ends", `Moves of at least ${percent(threshold)} to`, "Outcome"];
  byId("flow-table").replaceChildren(html("table", {},
    html("thead", {}, html("tr", {}, heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, model.states.map((state, i) => html("tr", {},
      html("th", { scope: "row" }, state.name),
      [percent(state.share), step ? percent(step.posterior[i]) : "–", percent(state.start), percent(state.stop),
        onward(model.states, state, threshold), state.outcome || state.ends_as || "–"].map((text) => html("td", {}, text)))))));
}

function onward(states, state, threshold) {
  const to = state.next.filter((move) => move.probability >= threshold).map((move) => `${states[move.state].name} ${percent(move.probability)}`);
  return to.join(", ") || "–";
}
