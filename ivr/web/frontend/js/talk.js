// The conversation as it is said: a turn of the line, a turn of the caller, and what was understood.
import { h } from "./dom.js";
import { personTurn, runs, soundKey, who } from "./sound.js";
import { Sense } from "./sense.js";

export class Talk {
  constructor(log, words, labels, rules) {
    this.log = log;
    this.words = words;
    this.sense = new Sense(words, labels, rules);
    this.bubbles = new Map();
    this.names = {}; // whose telephones there are, by number
    // the room below may grow, and the latest line stays in sight
    new ResizeObserver(() => this.down()).observe(log);
  }

  clear() {
    this.log.replaceChildren();
    this.bubbles.clear();
  }

  /** What was heard in one turn: words of the line, sounds, and words of people. */
  line(items, ms) {
    for (const { kind, items: together } of runs(items)) {
      if (kind === "say") this.#said(together, ms);
      else if (kind === "voice") this.#person(together[0]);
      else this.#sound(together[0]);
    }
  }

  #person(item) {
    const [turn, bubble] = personTurn(who(this.words, this.names, item.voice), item);
    this.bubbles.set(item, bubble);
    this.#add(turn);
  }

  #sound(item) {
    const bubble = this.words.element("p.bubble.act", soundKey(item.text));
    this.bubbles.set(item, bubble);
    this.#add(h("div.turn.line", {}, bubble));
  }

  #said(items, ms) {
    const turn = h("div.turn.line", {}, this.words.element("span.unseen", "phone_line"));
    for (const item of items) {
      const bubble = h("p.bubble", { lang: item.language.slice(0, 2) }, item.text);
      this.bubbles.set(item, bubble);
      turn.append(bubble);
    }
    const { language, voice, node } = items.at(-1);
    const time = ms == null ? null : this.words.element("span.ms", "phone_ms", { ms: Math.round(ms * 10) / 10 });
    const tag = h("span.tag", { title: voice || null }, language.slice(0, 2).toUpperCase());
    turn.append(h("p.meta", {}, tag, time, node ? h("span.ms", {}, node) : null));
    this.#add(turn);
  }

  /** What the caller did: kind is said | keys | act. Returns the turn, for understood(). */
  you(kind, text, language) {
    const bubble = h("p.bubble", { lang: kind === "said" ? language : null }, text);
    if (kind !== "said") bubble.classList.add(kind);
    const turn = h("div.turn.you", {}, this.words.element("span.unseen", "phone_you"), bubble);
    this.#add(turn);
    return turn;
  }

  /** Words of the caller while they are spoken: shows what was made out so far. Returns the turn. */
  partly(turn, text, language) {
    const shown = turn ?? this.you("said", "", language);
    const bubble = shown.querySelector(".bubble");
    bubble.classList.add("live");
    if (bubble.textContent !== text) bubble.textContent = text;
    this.down();
    return shown;
  }

  /** The words of such a turn are final. */
  settled(turn) {
    turn?.querySelector(".bubble").classList.remove("live");
  }

  /** The caller did something without words; `key` names it in both languages. */
  did(key, values = {}) {
    const turn = this.you("act", "", "");
    this.words.show(turn.querySelector(".bubble"), key, values);
    return turn;
  }

  /** Something happened on the line, by nobody here; `key` names it in both languages. */
  happened(key, values = {}) {
    this.#add(this.words.element("p.turn.event", key, values));
  }

  /** Marks the bubble that is being spoken. */
  speaking(item) {
    for (const bubble of this.bubbles.values()) bubble.classList.remove("now");
    this.bubbles.get(item)?.classList.add("now");
  }

  /** Under a turn of the caller: what the line took the words to mean, and why. asked: see Sense.panel. */
  understood(turn, meaning, asked = {}) {
    if (!turn || !meaning) return;
    turn.append(this.sense.panel(meaning, asked));
    this.down();
  }

  #add(turn) {
    this.log.querySelector(":scope > .empty")?.remove();
    this.log.append(turn);
    this.down();
  }

  /** Brings the latest into sight. */
  down() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
