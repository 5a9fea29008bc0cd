// How figures and doubts are put into words.

/** A probability in percent, with a digit after the point only where it is small. */
export function percent(p) {
  if (p > 0 && p < 0.001) return "< 0.1 %";
  if (p > 0.995 && p < 1) return "> 99 %";
  return `${p < 0.0995 && p > 0 ? (100 * p).toFixed(1) : Math.round(100 * p)} %`;
}

/** A speaker's name as a heading. */
export const title = (speaker) => speaker.charAt(0).toUpperCase() + speaker.slice(1);

/** A turn as people count it: from 1. */
export const turnNumber = (turn) => turn + 1;

/** How surprising a turn was; a surprise of null says that the model held it impossible. */
export function surprise(step) {
  if (step.surprise === null) return "impossible for the model";
  const nats = `${step.surprise.toFixed(1)} nats`;
  if (step.doubts?.includes("unfamiliar")) return `${nats}; most of the turn is unknown, so that surprise says little`;
  if (step.surprise_percentile === null) return nats;
  return `${nats}, more than ${Math.floor(step.surprise_percentile)} % of the training turns`;
}

const reasons = {
  impossible: () => "The model holds this turn impossible after those before it, and began anew with it.",
  surprising: (step) => `This turn is more surprising than ${Math.floor(step.surprise_percentile)} % of the training turns.`,
  unfamiliar: (step) => `The model does not know ${Math.round(100 * step.unknown)} % of the words of this turn.`,
};

/** The reasons not to believe the model at a step, one sentence each. */
export function doubts(step) {
  return (step.doubts ?? []).map((name) => reasons[name]?.(step) ?? `The model doubts itself: ${name}.`);
}

/** What was expected, of which one who reads it after the end is told that it was before. */
export const beforeEnd = ({ ended }, expected) => (ended ? `before the end: ${expected}` : expected);

/** How many more turns are expected; null says that the model knows nothing of ends. */
export function remaining(turns) {
  if (turns === null) return "This model does not say when conversations end.";
  const n = turns < 9.95 ? turns.toFixed(1) : String(Math.round(turns));
  return `${n} more turns expected`;
}

/** A step in one sentence for those who hear the page. changed are the earlier turns that it changed. */
export function spoken(step, said, changed) {
  const who = said?.speaker ? `, ${said.speaker}` : "";
  const next = step.next?.[0];
  return [
    `Turn ${turnNumber(step.turn)}${who}: ${step.intent}, ${percent(step.confidence)}.`,
    ...changed.map((turn) => `Turn ${turnNumber(turn.number)} is now ${turn.intent}.`),
    next && `Next perhaps ${next.intent}, ${percent(next.probability)}.`,
    ...doubts(step),
  ].filter(Boolean).join(" ");
}
