// The conversation as it is said: a turn of the line, a turn of the caller, and what was understood.
import { h } from "./dom.js";
import { day } from "./words.js";

export class Talk {
  constructor(log, words, labels) {
    this.log = log;
    this.words = words;
    this.labels = labels;
    this.bubbles = new Map();
    // the room below may grow, and the latest line stays in sight
    new ResizeObserver(() => this.down()).observe(log);
  }

  clear() {
    this.log.replaceChildren();
    this.bubbles.clear();
  }

  /** What the line said in one turn. */
  line(items, ms) {
    if (!items.length) return;
    const turn = h("div.turn.line", {}, this.words.element("span.unseen", "phone_line"));
    for (const item of items) {
      const bubble = h("p.bubble", { lang: item.language.slice(0, 2) }, item.text);
      this.bubbles.set(item, bubble);
      turn.append(bubble);
    }
    const { language, voice, node } = items.at(-1);
    const time = this.words.element("span.ms", "phone_ms", { ms: Math.round(ms * 10) / 10 });
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

  /** The caller did something without words; `key` names it in both languages. */
  did(key, values = {}) {
    const turn = this.you("act", "", "");
    this.words.show(turn.querySelector(".bubble"), key, values);
    return turn;
  }

  /** Marks the bubble that is being spoken. */
  speaking(item) {
    for (const bubble of this.bubbles.values()) bubble.classList.remove("now");
    this.bubbles.get(item)?.classList.add("now");
  }

  /** Under a turn of the caller: what the line took the words to mean, and why. asked: {at, slots}, the question. */
  understood(turn, meaning, asked = {}) {
    if (!turn || !meaning) return;
    const sense = h("p.sense", {}, this.words.element("span.unseen", "phone_understood"));
    const urgent = meaning.emergency && meaning.emergency !== "none";
    if (urgent) sense.classList.add("urgent");
    const parts = [
      urgent ? this.words.element("b", `phone_emergency_${meaning.emergency}`) : null,
      this.#link(meaning.link),
      this.#intent(meaning.intent),
      this.#value(meaning, asked),
    ].filter(Boolean);
    if (!parts.length) parts.push(this.words.element("b", "phone_understood_nothing"));
    parts.forEach((part, index) => sense.append(index ? " · " : "", part));
    if (parts.length && meaning.confidence) sense.append(" ", this.#sure(meaning.confidence));
    if (meaning.because) sense.append(h("br"), h("span.because", { lang: "en" }, meaning.because));
    turn.append(sense);
    this.down();
  }

  #intent(intent) {
    if (!intent) return null;
    const key = `phone_intent_${intent}`;
    return this.words.has(key) ? this.words.element("b", key) : h("b", {}, intent);
  }

  #link(name) {
    if (!name) return null;
    const said = this.words.has(`phone_link_${name}`)
      ? this.words.element("span", `phone_link_${name}`)
      : this.words.namedElement("span", this.labels.links?.[name] ?? name);
    return h("b", {}, this.words.element("span", "phone_link"), ": ", said);
  }

  #value({ kind, value }, asked) {
    if (value == null || value === "") return null;
    if (value === "yes" || value === "no") return this.words.element("b", `phone_${value}`);
    const named = this.#named(kind, String(value), asked);
    return named ? this.words.namedElement("b", named) : null;
  }

  // A written choice is told by its place in the menu, which means nothing to a reader.
  #named(kind, value, { at, slots }) {
    const { services, topics, groups, values, choices } = this.labels;
    const place = kind === "options" && /^\d$/.test(value);
    if (place) return choices?.[at]?.[Number(value)] ?? null;
    if (kind === "choice") {
      const slot = Object.keys(values).find((code) => slots?.[code] === value && values[code][value]);
      return values[slot]?.[value] ?? Object.values(values).find((names) => names[value])?.[value] ?? value;
    }
    return services[value] ?? topics[value] ?? groups?.[value] ?? day(value) ?? value;
  }

  #sure(confidence) {
    return this.words.element("span.sure", "phone_sure", { percent: Math.round(confidence * 100) });
  }

  #add(turn) {
    this.log.append(turn);
    this.down();
  }

  /** Brings the latest into sight. */
  down() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
