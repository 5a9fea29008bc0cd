// All figures of a conversation, a row a turn: what the charts show, as a table.

import { byId, html } from "./dom.js";
import { percent, title, turnNumber } from "./words.js";

/** Draws the table. */
export function drawFigures(conversation) {
  const outcomes = conversation.step?.outcomes ?? [];
  const heads = ["Turn", "Speaker", "Intent", "Settled", "Certainty then", "Surprise", "Percentile", "Doubts", "Turns left",
    ...outcomes.flatMap((risk) => [`${risk.name}, within ${risk.turns}`, `${risk.name}, ever`])];
  byId("figures").replaceChildren(html("table", {},
    html("thead", {}, html("tr", {}, heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, conversation.turns.map((turn) => row(turn, outcomes)))));
}

function row({ number, speaker, intent, settled, step }, outcomes) {
  const figures = step === undefined ? Array(6 + 2 * outcomes.length).fill("–") : [
    `${step.intent} ${percent(step.confidence)}`,
    step.surprise === null ? "impossible" : step.surprise.toFixed(1),
    step.surprise_percentile === null ? "–" : step.surprise_percentile.toFixed(1),
    step.doubts?.join(", ") ?? "–",
    step.remaining_turns === null ? "–" : step.remaining_turns.toFixed(1),
    ...(step.outcomes ?? []).flatMap((risk) => [percent(risk.within), percent(risk.ever)]),
  ];
  return html("tr", {}, html("th", { scope: "row" }, turnNumber(number)),
    [speaker ? title(speaker) : "–", intent || "–", settled ? "yes" : "no", ...figures].map((text) => html("td", {}, text)));
}
