// Where one types: the speakers, the message, and the keys.

import { byId, html } from "./dom.js";
import { fail } from "./notices.js";
import { title } from "./words.js";

const fields = {
  words: { label: "Message", placeholder: "What is said", read: (text) => ({ text }) },
  symbols: { label: "Symbol", placeholder: "The symbol of this turn", read: (text) => ({ symbol: text.trim() }) },
  vectors: { label: "Vector", placeholder: "Numbers, separated by spaces or commas", read: (text) => ({ vector: numbers(text) }) },
};

function numbers(text) {
  const list = text.split(/[\s,;]+/).filter(Boolean).map(Number);
  if (list.some((x) => !Number.isFinite(x))) throw new Error("A vector is numbers, separated by spaces or commas, for instance 0.2 -1.5 3.");
  return list;
}

let field = fields.words;

/** Makes the form that of a model. send(turn, typed) is awaited; where it fails, what was typed comes back. */
export function setUpComposer(model, send) {
  field = fields[model.observes] ?? fields.words;
  byId("text-label").textContent = field.label;
  byId("text").placeholder = field.placeholder;
  drawSpeakers(model.speakers ?? []);
  byId("compose").onsubmit = (event) => {
    event.preventDefault();
    submit(send);
  };
  byId("text").onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("compose").requestSubmit();
  };
}

function drawSpeakers(speakers) {
  const chosen = speaker();
  const box = byId("speakers");
  box.hidden = speakers.length === 0;
  byId("switch-hint").hidden = speakers.length < 2;
  box.replaceChildren(box.querySelector("legend"), ...speakers.map((name, i) => html("label", {},
    html("input", { type: "radio", name: "speaker", value: name, checked: chosen === undefined ? i === 0 : name === chosen }),
    html("span", {}, title(name)))));
}

const radios = () => [...byId("speakers").querySelectorAll("input")];

/** The chosen speaker; undefined where the model knows none. */
function speaker() {
  return radios().find((radio) => radio.checked)?.value;
}

/** Chooses the next speaker; its name, undefined where there is none. */
export function switchSpeaker() {
  const all = radios();
  if (all.length === 0) return undefined;
  const next = all[(all.findIndex((radio) => radio.checked) + 1) % all.length];
  next.checked = true;
  return next.value;
}

async function submit(send) {
  const box = byId("text");
  const typed = box.value;
  if (typed.trim() === "" || byId("send").disabled) return;
  byId("send").disabled = true;
  box.value = ""; // whoever types on meanwhile begins the next turn
  try {
    await send({ speaker: speaker(), ...field.read(typed) }, typed);
  } catch (error) {
    if (box.value === "") box.value = typed;
    else error.message = `“${typed}” was not sent. ${error.message}`;
    fail(error);
  } finally {
    byId("send").disabled = false;
  }
}
