// The HTTP interface of the server that this page came from.

/** A request that failed, with a message for people. status is 0 where the server was not reached. */
export class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let token = "";

/** Sends a bearer token from now on. */
export function useToken(value) {
  token = value;
}

/** A request; the reply if it is a success, a Failure otherwise. */
export async function request(method, path, { body, headers, signal } = {}) {
  let reply;
  try {
    reply = await fetch(path, {
      method,
      signal,
      headers: {
        ...headers,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, "The server cannot be reached. Is it still running?");
  }
  if (!reply.ok) throw new Failure(reply.status, await problem(reply));
  return reply;
}

/** What a reply that is an error says, in words. */
async function problem(reply) {
  const said = await reply.json().catch(() => null);
  const retry = Number(reply.headers.get("Retry-After"));
  const text = said?.detail || said?.title || `The server answered ${reply.status} ${reply.statusText}`.trim();
  return retry > 0 ? `${text} (try again in ${retry} s)` : text;
}

const json = async (...args) => (await request(...args)).json();
const session = (id) => `v1/sessions/${encodeURIComponent(id)}`;

/** The model: its states, outcomes and speakers. */
export const model = () => json("GET", "v1/model");

/** Begins a conversation. */
export const create = () => json("POST", "v1/sessions", { body: {} });

/** What is known of a conversation; a Failure of 404 where there is none. */
export const read = (id) => json("GET", session(id));

/** Pushes a turn. */
export const push = (id, turn) => json("POST", `${session(id)}/turns`, { body: turn });

/** Ends a conversation: the rest of its path. */
export const end = (id) => json("DELETE", session(id));

/** The stream of a conversation's events: its last step, if that is none with a known id, and those to come. */
export function events(id, last, signal) {
  const headers = { Accept: "text/event-stream", ...(last !== "" && { "Last-Event-ID": last }) };
  return request("GET", `${session(id)}/events`, { headers, signal });
}

/** An identifier for a turn: one that is sent twice is counted once. */
export function turnID() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
