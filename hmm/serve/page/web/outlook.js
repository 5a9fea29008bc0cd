// What the conversation may come to: how likely each outcome is, now and over the turns, and how soon it ends.

import { byId, html, styled, svg } from "./dom.js";
import { frame, picture } from "./timeline.js";
import { beforeEnd, percent, remaining } from "./words.js";

/** Draws the outcomes of the last step, at a width in pixels. */
export function drawOutlook(conversation, width) {
  const step = conversation.step;
  byId("outlook-facts").textContent = beforeEnd(conversation, remaining(step.remaining_turns));
  const turns = conversation.turns.filter((turn) => turn.step);
  const outcomes = (step.outcomes ?? []).map((risk, o) => outcome(risk, o, turns, width));
  byId("outlook").replaceChildren(...(outcomes.length > 0 ? outcomes : [none()]));
}

function none() {
  return html("p", { class: "empty" }, "No intent of this model is marked as an outcome. ", html("code", {}, "intenthmm label"), " marks them.");
}

function outcome(risk, o, turns, width) {
  const within = `within ${risk.turns} turn${risk.turns === 1 ? "" : "s"}`;
  return html("section", { class: "outcome" },
    html("h3", {}, risk.name),
    html("div", { class: "meters" }, meter(risk.name, within, risk.within, "within"), meter(risk.name, "ever", risk.ever, "ever")),
    history(risk, within, o, turns, width));
}

function meter(name, when, p, kind) {
  const track = html("span", {
    class: `track ${kind}`, role: "meter", "aria-label": `${name}, ${when}`,
    "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * p), "aria-valuetext": percent(p),
  }, html("span", { class: "fill" }));
  return html("p", { class: "meter" }, html("span", { class: "name" }, when), html("span", { class: "figure" }, percent(p)), styled(track, "--p", p));
}

function history(risk, within, o, turns, width) {
  const f = frame(turns, width, { height: 104, left: 44, top: 8, ticks: [0, 0.5, 1], label: (p) => `${100 * p} %` });
  const line = (kind) => {
    const at = f.turns.map((turn, i) => [f.x(i), f.y(turn.step.outcomes?.[o]?.[kind] ?? 0)]);
    return [
      svg("polyline", { class: `line ${kind}`, points: at.join(" ") }),
      ...at.map(([cx, cy]) => svg("circle", { class: `dot ${kind}`, cx, cy, r: 3 })),
    ];
  };
  return picture(width, 104, `${risk.name} over the last ${f.turns.length} turns: now ${percent(risk.within)} ${within}, ${percent(risk.ever)} ever.`,
    f.scale, line("ever"), line("within"));
}
