// The panels of the page, drawn for a conversation.

import { drawBars, ranked } from "./bars.js";
import { byId, onWidth } from "./dom.js";
import { drawFigures } from "./figures.js";
import { drawGraph, drawTable, readableThreshold } from "./graph.js";
import { drawOutlook } from "./outlook.js";
import { drawSurprise } from "./surprise.js";
import { drawTurns } from "./transcript.js";
import { percent, turnNumber } from "./words.js";

const boxes = ["posterior", "next", "surprise", "outlook"]; // of panels that say what they are for while empty
const facts = ["now-facts", "next-facts", "surprise-facts", "outlook-facts"];
const hints = new Map(boxes.map((id) => [id, byId(id).firstElementChild]));
const widths = new Map();

let model;
let shown; // the conversation

/** Has the panels drawn anew as the page changes its width, and the graph with its threshold. */
export function setUpViews() {
  for (const [id, redraw] of [["surprise", drawStep], ["outlook", drawStep], ["flow", drawFlow]]) {
    onWidth(byId(id), (width) => {
      widths.set(id, width);
      if (shown) redraw();
    });
  }
  byId("threshold").addEventListener("input", () => {
    nameThreshold();
    drawFlow();
  });
}

/** Takes a model, whose flow is drawn with the next conversation. */
export function showModel(next) {
  model = next;
  byId("model").textContent = `Model ${model.model}, ${model.states.length} intents`;
  byId("threshold").value = Math.round(100 * readableThreshold(model.states));
  nameThreshold();
}

function nameThreshold() {
  byId("threshold-value").textContent = percent(byId("threshold").value / 100);
}

/** Draws all panels. */
export function draw(conversation) {
  shown = conversation;
  byId("id").textContent = conversation.id ?? "not begun";
  byId("end").hidden = conversation.id === null || conversation.ended;
  byId("compose").inert = conversation.ended;
  drawTurns(conversation, model.speakers ?? []);
  drawStep();
  drawFlow();
  drawFigures(conversation);
}

/** Whether the conversation is of the model that the page knows: after a reload old ones are not. */
const fits = () => shown.model === undefined || shown.model === model.model;

function drawStep() {
  const { step } = shown;
  if (step === undefined) {
    for (const [id, hint] of hints) byId(id).replaceChildren(hint);
    for (const id of [...facts, "doubts"]) byId(id).replaceChildren();
    return;
  }
  byId("now-facts").textContent = step.turn === 0 ? "given turn 1" : `given turns 1 to ${turnNumber(step.turn)}`;
  if (fits()) drawBars(byId("posterior"), ranked(step.posterior, model.states.map((state) => state.name)));
  else byId("posterior").replaceChildren("This conversation began on an earlier model, whose other intents the page does not know.");
  byId("next-facts").textContent = `${percent(step.stop)} that no turn follows`;
  drawBars(byId("next"), step.next.map(({ intent, probability }) => ({ name: intent, p: probability })));
  drawSurprise(shown, widths.get("surprise") ?? 320);
  drawOutlook(shown, widths.get("outlook") ?? 320);
}

function drawFlow() {
  const threshold = byId("threshold").value / 100;
  drawGraph(model, shown, fits(), threshold, widths.get("flow") ?? 320);
  drawTable(model, shown, fits(), threshold);
}
