// The events of one channel in order, whichever way they come: pushed, resumed, read, twice. What is ahead of a gap waits until the gap is filled.
export class Sequence {
  #ahead = new Map();
  #at;

  /** @param version Of the last event that is known already. */
  constructor(version) {
    this.version = version;
  }

  get hasGap() {
    return this.#ahead.size > 0;
  }

  /** What the server needs to know to tell the rest. */
  get cursor() {
    return this.#at ? { version: this.version, at: this.#at } : { version: this.version };
  }

  /** What can be told now, in order: none where the event is known, or something before it is missing. */
  take(event) {
    if (event.version > this.version) this.#ahead.set(event.version, event);
    const next = [];
    for (let following; (following = this.#ahead.get(this.version + 1)); next.push(following)) {
      this.#ahead.delete(following.version);
      [this.version, this.#at] = [following.version, following.at];
    }
    return next;
  }
}
