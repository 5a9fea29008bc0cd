// What this page knows of one conversation.

/**
 * Turns are held by their number. One that this page saw nothing of is a turn without a step; one that was
 * said elsewhere is a turn without text.
 */
export class Conversation {
  constructor(id) {
    this.id = id;
    this.turns = [];
    this.ended = false;
  }

  /** The last step; undefined before the first turn. */
  get step() {
    return this.turns.at(-1)?.step;
  }

  /**
   * Takes a step; said is the turn where it is known. The same step may come more than once: as the answer
   * to a push, and as an event. Returns whether it is news, and the earlier turns whose intents it changed.
   */
  take(step, said) {
    const known = this.turns[step.turn];
    const fresh = known?.step === undefined;
    const turn = this.turn(step.turn);
    if (said && turn.text === undefined) Object.assign(turn, said);
    if (!fresh) return { fresh, changed: [] };
    turn.step = step;
    const changed = this.follow(step.settled, true);
    if (turn === this.turns.at(-1)) { // otherwise a later path is known
      changed.push(...this.follow(step.unsettled, false));
      this.lapse(step);
    }
    return { fresh, changed: changed.filter((other) => other !== turn) };
  }

  /** The turns before the stretch of a step's path are settled; of those that were not seen, nothing is known. */
  lapse(step) {
    const first = Math.min(step.turn + 1, ...[...step.settled, ...step.unsettled].map(({ turn }) => turn));
    for (const turn of this.turns.slice(0, first)) {
      if (!turn.settled) Object.assign(turn, { state: undefined, intent: undefined, settled: true });
    }
  }

  /** Whether a step is another one than is known of its turn. */
  contradicts(step) {
    const known = this.turns[step.turn]?.step;
    return known !== undefined && String(known.posterior) !== String(step.posterior);
  }

  /** Takes the rest of the path of a conversation that has ended. */
  end(path) {
    this.ended = true;
    this.follow(path, true);
  }

  /** The turn of a number; those before it that were missed are made too. */
  turn(number) {
    while (this.turns.length <= number) this.turns.push({ number: this.turns.length, settled: false });
    return this.turns[number];
  }

  /** Sets a stretch of the path; the turns whose intents it changed. */
  follow(path, settled) {
    const changed = [];
    for (const { turn: number, state, intent } of path) {
      const turn = this.turn(number);
      if (turn.settled && turn.state !== undefined) continue; // nothing changes it
      if (turn.state !== undefined && turn.state !== state) {
        turn.was = turn.intent;
        changed.push(turn);
      }
      Object.assign(turn, { state, intent, settled });
    }
    return changed;
  }
}
