// The turns, each with its intent.

import { breakable, byId, html } from "./dom.js";
import { title, turnNumber } from "./words.js";

/** Draws the turns of a conversation. speakers are the model's, of which the first keeps to the left. */
export function drawTurns(conversation, speakers) {
  byId("turns-empty").hidden = conversation.turns.length > 0;
  byId("turns").replaceChildren(...conversation.turns.map((turn) => item(turn, speakers)));
  scrollToLast();
}

/** Scrolls to the last turn. */
export function scrollToLast() {
  const box = byId("turns-box");
  box.scrollTop = box.scrollHeight;
}

function item(turn, speakers) {
  const side = speakers.indexOf(turn.speaker) > 0 ? "right" : "left";
  const who = turn.speaker ? title(turn.speaker) : "";
  return html("li", { class: `turn ${side}`, "data-turn": turn.number },
    turn.step?.restart && html("p", { class: "begun" }, "The model began anew here"),
    html("p", { class: "who" }, `${turnNumber(turn.number)}`, who && html("span", {}, who)),
    turn.text === undefined
      ? html("p", { class: "said elsewhere" }, "Said elsewhere; the server keeps no text")
      : html("p", { class: "said" }, turn.text),
    intent(turn));
}

function intent(turn) {
  const known = turn.intent !== undefined;
  const name = !known ? "intent not seen here" : turn.intent || "no intent of this model";
  return html("p", { class: "intent" },
    html("span", { class: `chip ${turn.settled ? "settled" : "unsettled"}` },
      html("span", { class: "name" }, breakable(name)), html("span", { class: "unseen" }, turn.settled ? ", settled" : ", unsettled")),
    turn.was && html("span", { class: "was" }, "was ", html("s", {}, turn.was)),
    ...(turn.step?.doubts ?? []).map((doubt) => html("span", { class: "doubt" }, doubt)));
}
