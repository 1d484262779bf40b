// What changes on the floor, by server-sent events: resumes where it was, and says when it has lost the floor.
const LOST = 4000;

export class Live {
  /** renew: called when something changed, at most every `calm` ms. lost(true): nothing is heard; lost(false): again. */
  constructor(address, number, calm, renew, lost) {
    Object.assign(this, { address, number, calm, renew, lost, due: null, alarm: null, broken: false });
    this.#open();
    addEventListener("online", () => { this.broken = true; this.#open(); });
    addEventListener("pagehide", () => this.source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) this.#open(); });
  }

  #open() {
    this.source?.close();
    const joined = this.address.includes("?") ? "&" : "?";
    this.source = new EventSource(`${this.address}${joined}since=${this.number}`);
    this.source.addEventListener("changed", (event) => this.#changed(event));
    this.source.addEventListener("resync", (event) => this.#changed(event));
    this.source.addEventListener("open", () => {
      clearTimeout(this.alarm);
      this.alarm = null;
      this.lost(false);
      if (this.broken) this.renew(); // what was told before may not have been fetched: then it is not told again
      this.broken = false;
    });
    this.source.addEventListener("error", () => {
      this.broken = true;
      this.alarm ??= setTimeout(() => this.lost(true), LOST);
      // A refusal ends the source: the page tells why, and it is tried again.
      if (this.source.readyState === EventSource.CLOSED) setTimeout(() => { this.renew(); this.#open(); }, LOST);
    });
  }

  #changed(event) {
    this.number = event.lastEventId || this.number;
    this.due ??= setTimeout(() => { this.due = null; this.renew(); }, this.calm);
  }
}
