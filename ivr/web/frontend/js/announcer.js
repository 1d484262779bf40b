// What a screen reader hears: the new lines alone, each in its language, and how a call ended.
import { h } from "./dom.js";

export class Announcer {
  constructor(region) {
    this.region = region;
  }

  /** What the line said in one turn ({language, text}). */
  say(items) {
    if (items.length) this.clear();
    for (const { text, language } of items) this.add(text, language);
  }

  add(text, language) {
    this.region.append(h("p", { lang: language.slice(0, 2) }, text));
  }

  clear() {
    this.region.replaceChildren();
  }
}
