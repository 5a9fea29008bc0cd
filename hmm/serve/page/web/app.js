// The page: it loads the model, opens a conversation, pushes turns, and draws what is known after each.

import * as api from "./api.js";
import { setUpComposer, switchSpeaker } from "./compose.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { follow } from "./events.js";
import { alert, announce, askToken, fail, showLink } from "./notices.js";
import { draw, setUpViews, showModel } from "./views.js";
import { spoken, title } from "./words.js";

let model; // undefined until it is loaded
let conversation = new Conversation(null);
let unfollow = () => {};
let unsent; // the turn whose push failed: sent again, it keeps its ID
let pushed = Promise.resolve(); // when the push under way is answered, with what was said: events of it wait

/** The conversation that the address names; null for none. */
const addressed = () => new URLSearchParams(location.search).get("conversation");

/** Does something that may fail, and says so where it does. */
const attempt = (action) => action().catch(fail);

async function load() {
  model = await api.model();
  showModel(model);
  setUpComposer(model, send);
}

/** Leaves the present conversation for one with an id, which the server has; null for a new one. */
function show(id) {
  unfollow();
  unfollow = () => {};
  conversation = new Conversation(id);
  unsent = undefined;
  if (id !== addressed()) history.pushState(null, "", id === null ? location.pathname : `?conversation=${encodeURIComponent(id)}`);
  document.title = `${id === null ? "" : `${id} – `}Live conversation – intenthmm`;
  showLink("idle");
  draw(conversation);
  if (id !== null) listen(conversation);
}

const missing = (id) => `There is no conversation “${id}” on this server: it never began, has ended, or was silent for too long.`;

/** Leaves a conversation that there is none of, and its address with it. */
function leave() {
  history.replaceState(null, "", location.pathname);
  show(null);
}

/** Shows another conversation, if there is one of that id; the present one stays if not. */
async function watch(id) {
  try {
    await api.read(id);
  } catch (failure) {
    if (failure.status === 404) throw new Error(missing(id));
    throw failure;
  }
  show(id);
}

/** Follows a conversation: the server tells its last step, and all that follow. */
function listen(here) {
  unfollow = follow(here.id, {
    state: showLink,
    event(name, data) {
      const reply = JSON.parse(data);
      if (name === "step") pushed.then(() => attempt(() => take(here, reply)));
      if (name === "end") pushed.then(() => over(here, reply));
    },
    lost(failure) {
      showLink("lost");
      if (failure.status !== 404) return fail(failure);
      if (here.turns.length === 0) leave();
      alert(missing(here.id));
    },
  });
}

/** Takes a reply of the server, with what was said where that is known. */
async function take(here, reply, said) {
  const { model: version, step } = reply;
  if (here !== conversation || !step) return;
  if (version !== model.model && version !== conversation.model) await load(); // it may have been reloaded
  if (here !== conversation) return;
  here.model = version;
  if ((reply.created || reply.restarted) && here.contradicts(step)) {
    here.turns = [];
    alert("The conversation began anew: what the server knew of its earlier turns is gone.");
  }
  const { fresh, changed } = here.take(step, said);
  draw(here);
  if (fresh) announce(spoken(step, said, changed));
}

/** The conversation is over: it was ended, which says the rest of its path, or was silent for too long. */
function over(here, { path, reason }) {
  if (here !== conversation) return;
  unfollow();
  here.end(path ?? []);
  showLink(reason === "expired" ? "expired" : "ended");
  draw(here);
  announce("The conversation has ended.");
}

/** Pushes a turn, into a new conversation where none is open; typed is what the page shows of it. */
async function send(turn, typed) {
  if (conversation.id === null) show((await api.create()).id);
  const here = conversation;
  const again = unsent?.typed === typed && unsent.speaker === turn.speaker;
  unsent = { id: again ? unsent.id : api.turnID(), typed, speaker: turn.speaker };
  const answered = push(here, { id: unsent.id, ...turn }, typed);
  pushed = answered.catch(() => {}); // whoever typed is told
  await answered;
}

async function push(here, turn, typed) {
  const reply = await api.push(here.id, turn);
  unsent = undefined;
  alert("");
  await take(here, reply, { speaker: turn.speaker, text: typed });
}

function setUpControls() {
  byId("new").addEventListener("click", () => {
    show(null);
    byId("text").focus();
  });
  byId("end").addEventListener("click", () => attempt(async () => {
    over(conversation, await api.end(conversation.id));
    byId("new").focus();
  }));
  byId("watch").addEventListener("submit", (event) => {
    event.preventDefault();
    alert("");
    attempt(() => watch(byId("watch-id").value.trim()));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyS") return;
    event.preventDefault();
    const speaker = switchSpeaker();
    if (speaker !== undefined) announce(`Speaking as ${title(speaker)}.`);
  });
  window.addEventListener("popstate", () => {
    if (addressed() !== conversation.id) show(addressed());
  });
}

/** Loads the model, and shows the conversation that is open or addressed. */
async function begin() {
  await load();
  byId("actions").inert = false;
  show(conversation.id ?? addressed());
}

setUpViews();
setUpControls();
askToken((token) => {
  api.useToken(token);
  attempt(begin);
});
attempt(begin);
