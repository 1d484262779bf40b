// What a screen reader hears: the new lines alone, each in its language, and how a call ended.
import { h } from "./dom.js";
import { soundKey, who } from "./sound.js";

export class Announcer {
  constructor(region, words) {
    this.region = region;
    this.words = words;
    this.names = {}; // whose telephones there are, by number
  }

  /** What was heard in one turn ({language, text}, and of people and sounds their kind); before: told first. */
  say(items, before = []) {
    if (items.length || before.length) this.clear();
    for (const text of before) this.add(text, this.words.language);
    for (const { text, language, kind, voice } of items) {
      if (kind === "play") this.add(this.words.text(soundKey(text)), this.words.language);
      else if (kind === "voice") this.add(`${who(this.words, this.names, voice)}: ${text}`, this.words.language);
      else this.add(text, language);
    }
  }

  add(text, language) {
    this.region.append(h("p", { lang: language.slice(0, 2) }, text));
  }

  clear() {
    this.region.replaceChildren();
  }
}
