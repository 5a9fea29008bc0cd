// The panels of the page, drawn for a conversation.

import { drawBars, ranked } from "./bars.js";
import { byId, onSize } from "./dom.js";
import { drawFigures } from "./figures.js";
import { drawGraph, drawTable, readableThreshold } from "./graph.js";
import { drawOutlook } from "./outlook.js";
import { drawSurprise } from "./surprise.js";
import { drawTurns, scrollToLast } from "./transcript.js";
import { beforeEnd, percent, turnNumber } from "./words.js";

const boxes = ["posterior", "next", "surprise", "outlook"]; // of panels that say what they are for while empty
const facts = ["now-facts", "next-facts", "surprise-facts", "outlook-facts"];
const hints = new Map(boxes.map((id) => [id, byId(id).firstElementChild]));
const sizes = new Map();

let model;
let shown; // the conversation

/** Has the pictures drawn anew as their boxes change their size, and the graph with its threshold. */
export function setUpViews() {
  for (const [id, redraw] of [["surprise", redrawSurprise], ["outlook", redrawOutlook], ["flow", drawFlow]]) {
    onSize(byId(id), (size) => {
      if (sizes.get(id)?.width === size.width && id !== "surprise") return; // only its chart fills its box
      sizes.set(id, size);
      if (shown) redraw();
    });
  }
  onSize(byId("turns-box"), scrollToLast);
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
  const given = step.turn === 0 ? "given turn 1" : `given turns 1 to ${turnNumber(step.turn)}`;
  byId("now-facts").textContent = `${given}${shown.ended ? ", not the end" : ""}`;
  if (fits()) drawBars(byId("posterior"), ranked(step.posterior, model.states.map((state) => state.name)));
  else byId("posterior").replaceChildren("This conversation began on an earlier model, whose other intents the page does not know.");
  byId("next-facts").textContent = beforeEnd(shown, `${percent(step.stop)} that no turn follows`);
  drawBars(byId("next"), step.next.map(({ intent, probability }) => ({ name: intent, p: probability })));
  redrawSurprise();
  redrawOutlook();
}

/** The size of a box; where it is not known yet it will be soon, and the box is drawn anew. */
const sizeOf = (id) => sizes.get(id) ?? { width: 320, height: 232 };

function redrawSurprise() {
  if (shown.step) drawSurprise(shown, sizeOf("surprise"));
}

function redrawOutlook() {
  if (shown.step) drawOutlook(shown, sizeOf("outlook").width);
}

function drawFlow() {
  const threshold = byId("threshold").value / 100;
  drawGraph(model, shown, fits(), threshold, sizeOf("flow").width);
  drawTable(model, shown, fits(), threshold);
}
