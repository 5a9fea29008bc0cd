// Server-sent events, read with fetch because EventSource cannot send a token.

import { events, Failure } from "./api.js";

const firstWait = 500; // milliseconds before the second attempt; each failure doubles it
const longestWait = 15_000;

/**
 * Follows a conversation until it is over or stop is called: on.event(name, data) for each event,
 * on.state("live" | "waiting") as the connection comes and goes, on.lost(failure) where the server will not
 * have it again. Returns stop.
 */
export function follow(id, on) {
  const controller = new AbortController();
  run(id, on, controller.signal).catch((error) => {
    if (error.name !== "AbortError") throw error;
  });
  return () => controller.abort();
}

async function run(id, on, signal) {
  let last = "";
  let wait = firstWait;
  for (;;) {
    try {
      const reply = await events(id, last, signal);
      on.state("live");
      wait = firstWait;
      for await (const event of parse(reply.body)) {
        if (event.id !== "") last = event.id;
        on.event(event.name, event.data);
        if (event.name === "end") return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Failure && refused(error.status)) return on.lost(error);
    }
    on.state("waiting");
    await pause(wait, signal);
    wait = Math.min(2 * wait, longestWait);
  }
}

/** Whether a status says that asking again is of no use. */
const refused = (status) => status >= 400 && status < 500 && status !== 429;

/** The events of a stream, as the standard of server-sent events has them. */
export async function* parse(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = fresh();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split(/\r\n|\n|\r(?!$)/); // a \r at the end may be half of \r\n
    rest = lines.pop();
    for (const line of lines) {
      if (line !== "") field(event, line);
      else if (event.data.length > 0) {
        yield { ...event, data: event.data.join("\n") };
        event = fresh(event.id);
      } else event = fresh(event.id);
    }
  }
}

const fresh = (id = "") => ({ name: "message", id, data: [] });

function field(event, line) {
  const colon = line.indexOf(":");
  if (colon === 0) return; // a comment, the stream's heartbeat
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "event") event.name = value;
  if (name === "id") event.id = value;
  if (name === "data") event.data.push(value);
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
