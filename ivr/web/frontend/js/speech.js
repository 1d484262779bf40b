// What the caller says into the microphone: it goes to the line until the line goes on, and what is made out is shown.
export class Speech {
  constructor({ line, microphone, talk, device, composer }) {
    Object.assign(this, { line, microphone, talk, device, composer });
    this.now = null; // what is being said
  }

  /** Whether the line still hears what the microphone hears. */
  get open() {
    return this.now !== null && !this.now.finished;
  }

  /**
   * Speaks into `call` until the line goes on. Tells {answer, turn, whole}: the line's answer, the turn of the
   * conversation that shows the words (null: none does), and whether the caller did nothing else meanwhile.
   */
  async say(call, language) {
    const now = { id: call.id, recorded: call.state === "recording", since: performance.now(), turn: null, finished: false };
    this.now = now;
    this.device.listens(true);
    if (now.recorded) this.composer.records(call.waiting.seconds);
    this.microphone.speak((sound) => this.line.sound(now.id, sound).then((told) => this.now === now && this.#show(told, language)));
    try {
      const answer = await this.line.act(now.id, { microphone: true });
      const whole = this.now === now;
      if (whole) this.#show(answer, language);
      if (now.recorded) this.#left(now);
      else if (whole) now.turn ??= this.#made(answer.made_out, language);
      return { answer, turn: now.turn, whole };
    } finally {
      this.talk.settled(now.turn);
      if (this.now === now) this.#hush();
    }
  }

  /** Nothing more is said; key: the one pressed after the last word. Said twice, it counts once. */
  finish(key = "") {
    if (!this.open) return;
    this.now.finished = true;
    if (this.now.recorded) this.#left(this.now);
    if (key) this.talk.you("keys", key, "");
    this.#quiet();
    this.line.sound(this.now.id, "", key || "done");
  }

  /** The caller does something else than speak, or hangs up: a message ends with what was said of it. */
  away(instead) {
    if (!this.now) return;
    const { now } = this;
    if (now.recorded) this.#left(now);
    this.line.sound(now.id, "", instead);
    this.#hush();
  }

  #show({ hearing }, language) {
    if (!hearing?.text || !["speaking", "heard"].includes(hearing.state)) return;
    this.now.turn = this.talk.partly(this.now.turn, hearing.text, hearing.language?.slice(0, 2) || language);
    this.device.caption({ text: hearing.text, language });
  }

  /** What Twilio's recogniser made of it, told when all was said. */
  #made(words, language) {
    return words ? this.talk.you("said", words, language) : this.talk.did("phone_you_spoke");
  }

  /** Shows, once, that a message was spoken, and how long it is. */
  #left(now) {
    if (now.left) return;
    now.left = true;
    this.talk.did("phone_you_record", { seconds: Math.max(1, Math.round((performance.now() - now.since) / 1000)) });
  }

  #hush() {
    this.now = null;
    this.#quiet();
  }

  #quiet() {
    this.microphone.hush();
    this.device.listens(false);
    this.composer.recorded();
  }
}
