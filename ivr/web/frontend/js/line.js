// The way to the line: dials, acts, one request after another, in the order the caller did things.
const TOGETHER = 40; // pieces of sound, of 160 ms each: the line takes eight seconds at once

export class Trouble extends Error {
  /** key: a text of the page; values: what it names. */
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

export class Line {
  constructor(address) {
    this.address = address;
    this.last = Promise.resolve();
    this.asked = 0;
    this.at = undefined; // how many lines of the call were seen
    this.spoken = Promise.resolve();
    this.unsent = null; // sound that waits until what was said before it has come
  }

  /** Whether something that was done has not been answered yet. */
  get waits() {
    return this.asked > 0;
  }

  dial(from, language, now, speaks) {
    const about = { from, language: language || null, now: now || null, speaks };
    return this.#inTurn(() => this.#post(this.address, about).then((answer) => this.#seen(answer)));
  }

  /** What the caller does; the answer holds what was heard since the last one, by whatever cause. */
  act(id, action) {
    const address = `${this.address}/${encodeURIComponent(id)}`;
    return this.#inTurn(() => this.#post(address, { ...action, after: this.at }).then((answer) => this.#seen(answer)));
  }

  /** The call as it is, with everything heard from its beginning. */
  look(id) {
    return this.#inTurn(() => this.#send(`${this.address}/${encodeURIComponent(id)}`, {}).then((answer) => this.#seen(answer)));
  }

  /** What others do to the call, once they have: null when nothing happened, or something was done here meanwhile. */
  async news({ id, seen }) {
    const { at } = this;
    const query = new URLSearchParams({ after: at, seen });
    const news = await this.#send(`${this.address}/${encodeURIComponent(id)}?${query}`, {});
    return news.quiet || this.waits || this.at !== at ? null : this.#seen(news);
  }

  /** Sound of the microphone, beside what is done; end: "done", a key, "away" or "hangup". Tells what was made out so far. */
  sound(id, sound, end = "") {
    const address = `${this.address}/${encodeURIComponent(id)}/sound${end ? `?end=${encodeURIComponent(end)}` : ""}`;
    const headers = { "Content-Type": "audio/basic" };
    if (!end && this.unsent?.id === id && this.unsent.pieces.length < TOGETHER) {
      this.unsent.pieces.push(sound); // a slow network takes them together, and does not fall behind
      return this.spoken;
    }
    const mine = { id, pieces: [sound] };
    this.unsent = end ? null : mine;
    const go = () => {
      if (this.unsent === mine) this.unsent = null;
      return this.#send(address, { method: "POST", headers, body: new Blob(mine.pieces) });
    };
    this.spoken = this.spoken.then(go).catch(() => ({}));
    return this.spoken;
  }

  /**
   * Tells the line that this page is being closed: the call ends, unless the page was only loaded again. speaking: a
   * microphone is open that nothing will come from any more.
   */
  leave(id, speaking) {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ leave: true, speaking });
    fetch(`${this.address}/${encodeURIComponent(id)}`, { method: "POST", keepalive: true, headers, body }).catch(() => {});
  }

  #seen(answer) {
    this.at = answer.at;
    return answer;
  }

  #inTurn(work) {
    this.asked += 1;
    const next = this.last.then(work, work).finally(() => (this.asked -= 1));
    this.last = next.catch(() => {});
    return next;
  }

  #post(address, body) {
    const headers = { "Content-Type": "application/json" };
    return this.#send(address, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #send(address, request) {
    let answer;
    try {
      answer = await fetch(address, request);
    } catch {
      throw new Trouble("phone_away");
    }
    if (answer.status === 404) throw new Trouble("phone_gone");
    if (answer.status === 429) throw new Trouble("phone_busy");
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 400) throw new Trouble("phone_bad_request", { problem: said.error ?? "" });
    if (!answer.ok) throw new Trouble("phone_away");
    return said;
  }
}
