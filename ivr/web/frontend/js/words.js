// The page's texts in both languages; an element says which it shows by data-t, so that the language can change mid-call.
import { h } from "./dom.js";

export class Words {
  /** texts: key → language → text with {placeholders}. */
  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
  }

  has(key) {
    return key in this.texts;
  }

  text(key, values = {}) {
    const text = this.texts[key]?.[this.language] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole).trim();
  }

  /** An element that shows `key`, now and after a change of language. */
  element(kind, key, values = {}) {
    return this.show(h(kind), key, values);
  }

  /** Makes an element show `key`. */
  show(element, key, values = {}) {
    element.dataset.t = key;
    element.dataset.tArgs = JSON.stringify(values);
    element.textContent = this.text(key, values);
    return element;
  }

  label(element, key, values = {}) {
    element.dataset.tLabel = key;
    element.dataset.tArgs = JSON.stringify(values);
    element.setAttribute("aria-label", this.text(key, values));
  }

  /** Everything under `root` in `language`; `named` are values that have a name in each language. */
  change(language, root = document) {
    this.language = language;
    document.documentElement.lang = language;
    for (const element of root.querySelectorAll("[data-t], [data-t-label], [data-t-placeholder], [data-named]")) {
      const { t, tLabel, tPlaceholder, tArgs, tail, named } = element.dataset;
      const values = tArgs ? JSON.parse(tArgs) : {};
      if (t) element.textContent = this.text(t, values) + (tail ?? "");
      if (tLabel) element.setAttribute("aria-label", this.text(tLabel, values));
      if (tPlaceholder) element.setAttribute("placeholder", this.text(tPlaceholder, values));
      if (named) element.textContent = this.named(JSON.parse(named));
    }
  }

  /** A name given by language ({en: …, es: …}), or plain text. */
  named(names) {
    return typeof names === "string" ? names : (names[this.language] ?? Object.values(names)[0] ?? "");
  }

  /** An element that shows a name given by language. */
  namedElement(kind, names) {
    const made = h(kind, {}, this.named(names));
    if (typeof names !== "string") made.dataset.named = JSON.stringify(names);
    return made;
  }
}

/** An ISO date in the words of each language; null for anything else. */
export function day(value) {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const said = (locale) =>
    new Intl.DateTimeFormat(locale, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(new Date(value));
  return { en: said("en-US"), es: said("es-US") };
}
