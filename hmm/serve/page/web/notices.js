// What the page says besides figures: errors, the connection, and news for those who hear it.

import { byId, html } from "./dom.js";

/** Shows an error until it is closed or another takes its place; "" takes it away. */
export function alert(message) {
  if (message === "") {
    byId("alert").replaceChildren();
    return;
  }
  const close = html("button", { type: "button", class: "quiet" }, "Close");
  close.addEventListener("click", () => alert(""));
  byId("alert").replaceChildren(html("span", {}, message), close);
}

/** Has assistive technology say a sentence. */
export function announce(sentence) {
  byId("announce").textContent = sentence;
}

/** Shows why something failed, or the form for a token where that is what is missing or wrong. */
export function fail(error) {
  if (error.status !== 401) return alert(error.message);
  alert("");
  byId("token").hidden = false;
  byId("token-value").focus();
}

/** Has use called with each token that is given. From then on the form is shown where one was wrong. */
export function askToken(use) {
  byId("token").addEventListener("submit", (event) => {
    event.preventDefault();
    alert("");
    byId("token").hidden = true;
    byId("token-label").textContent = "That is not this server's token";
    use(byId("token-value").value);
    byId("token-value").value = "";
  });
}

const links = { idle: "", live: "live", waiting: "connecting again…", ended: "ended", expired: "ended after a long silence", lost: "no longer followed" };

/** Shows how the page is connected to its conversation: a key of links. */
export function showLink(state) {
  byId("link").dataset.state = state;
  byId("link").textContent = links[state];
}
