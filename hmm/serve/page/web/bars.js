// Probabilities of intents as bars.

import { breakable, html, styled } from "./dom.js";
import { percent } from "./words.js";

const fewest = 5; // rows that are always shown
const most = 6; // rows that are shown until all are asked for
const least = 0.005; // the probability from which on a row may be among the most

/** Probabilities by state as rows of a name and a probability, the most probable first. */
export function ranked(probabilities, names) {
  return probabilities
    .map((p, state) => ({ name: names[state], p }))
    .sort((a, b) => b.p - a.p);
}

/**
 * A list of bars. It shows the most probable rows, and the others in one line with a button for them; the
 * box remembers whether all are shown.
 */
export function drawBars(box, rows) {
  const all = box.dataset.all === "yes";
  const likely = Math.max(fewest, rows.findLastIndex((row) => row.p >= least) + 1);
  const shown = all ? rows : rows.slice(0, Math.min(most, likely));
  const others = rows.length - shown.length;
  const rest = rows.slice(shown.length).reduce((sum, row) => sum + row.p, 0);
  const list = html("ol", { class: "bars" }, shown.map((row, i) => bar(row, i === 0)));
  const foot = (others > 0 || all && rows.length > fewest) && html("p", { class: "rest" },
    others > 0 && html("span", {}, `${others} other${others > 1 ? "s" : ""} ${percent(rest)}`),
    toggle(box, rows, all));
  const focused = box.contains(document.activeElement);
  box.replaceChildren(list, ...(foot ? [foot] : []));
  if (focused) box.querySelector("button")?.focus();
}

function toggle(box, rows, all) {
  const button = html("button", { type: "button", class: "quiet", "aria-expanded": String(all) },
    all ? "Show the likely ones" : `Show all ${rows.length}`);
  button.addEventListener("click", () => {
    box.dataset.all = all ? "no" : "yes";
    drawBars(box, rows);
  });
  return button;
}

function bar({ name, p }, first) {
  return html("li", { class: first && "first" },
    html("span", { class: "name" }, breakable(name)),
    html("span", { class: "figure" }, percent(p)),
    styled(html("span", { class: "track", "aria-hidden": "true" }, html("span", { class: "fill" })), "--p", p));
}
