// Under a turn of the caller: what the line took the words to mean, how surely, why, and what it did about it.
import { h } from "./dom.js";
import { day } from "./words.js";

const EXAMPLE = /^closest example: “(.*)”$/;
const DANGER = /^danger: /;
const PLACE = /^a place: (\w+)$/;
const PIN = "M12 21c4.500-5 6.500-8.600 6.500-11.500a6.500 6.500 0 0 0-13 0C5.500 12.400 7.500 16 12 21z M12 12.200a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200z";

export class Sense {
  /** rules: {sure, fair} in percent, from which confidence the line goes on and asks. */
  constructor(words, labels, rules = {}) {
    Object.assign(this, { words, labels, rules });
  }

  /** The panel of one turn. asked: {at, slots, did}: the question, what is known, what the line did. */
  panel(meaning, asked = {}) {
    const urgent = meaning.crisis || (meaning.emergency && meaning.emergency !== "none");
    const panel = h("div.sense", { role: "group" });
    this.words.label(panel, "phone_understood");
    if (urgent) panel.classList.add("urgent");
    const rows = [
      this.#what(meaning, asked, urgent),
      urgent ? null : this.#others(meaning, asked),
      this.#place(meaning),
      this.#because(meaning.because),
      this.#heard(meaning.heard),
      this.#did(meaning, asked.did ?? [], urgent),
    ];
    panel.append(...rows.filter(Boolean));
    return panel;
  }

  // ---------------------------------------------------------------- what was understood

  #what(meaning, asked, urgent) {
    const parts = [
      urgent ? this.words.element("b", meaning.crisis && meaning.emergency !== "certain" ? "phone_intent_crisis" : `phone_emergency_${meaning.emergency}`) : null,
      this.#link(meaning.link),
      urgent && ["emergency", "crisis"].includes(meaning.intent) ? null : this.#intent(meaning.intent),
      this.#value(meaning, asked),
    ].filter(Boolean);
    const instead = meaning.correction && this.#value({ ...meaning.correction, kind: "intents" }, asked);
    if (instead) parts.push(h("span", {}, this.words.element("span", "phone_instead"), " ", instead));
    if (!parts.length) parts.push(this.words.element("b", "phone_understood_nothing"));
    const line = h("p.sense-what");
    parts.forEach((part, index) => line.append(index ? " · " : "", part));
    const sure = meaning.correction?.confidence ?? meaning.confidence;
    if (!sure || urgent) return line; // danger is not weighed against services
    line.append(" ", this.#sure(sure));
    return h("div", {}, line, this.#bar(sure, true));
  }

  #others({ alternatives, kind, value }, asked) {
    const likely = (alternatives ?? []).filter(([other, sure]) => other !== value && sure >= 0.01);
    if (!likely.length) return null;
    const list = h("ul.others");
    for (const [other, sure] of likely) {
      const named = this.#value({ kind, value: other }, asked);
      if (named) list.append(h("li", {}, h("span.name", {}, named), this.#bar(sure), this.words.element("span.sure", "phone_percent", { percent: Math.round(sure * 100) })));
    }
    return h("div", {}, this.words.element("p.lead", "phone_others"), list);
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
    if (value === "none" && kind === "options") return this.words.element("b", "phone_none_of_them");
    const named = this.#named(kind, String(value), asked);
    return named ? this.words.namedElement("b", named) : null;
  }

  // A written choice is told by its place in the menu, which means nothing to a reader; so is one of a few on offer.
  #named(kind, value, { at, slots, offered }) {
    const { services, topics, groups, values, choices } = this.labels;
    if (kind === "options" && /^\d$/.test(value)) {
      const code = offered?.[Number(value)]?.split("|").at(-1);
      return code ? (services[code] ?? topics[code] ?? code) : (choices?.[at]?.[Number(value)] ?? null);
    }
    if (kind === "choice") {
      const slot = Object.keys(values).find((code) => slots?.[code] === value && values[code][value]);
      return values[slot]?.[value] ?? Object.values(values).find((names) => names[value])?.[value] ?? value;
    }
    return services[value] ?? topics[value] ?? groups?.[value] ?? day(value) ?? value;
  }

  // ---------------------------------------------------------------- how surely, where, and why

  #sure(confidence) {
    return this.words.element("span.sure", "phone_sure", { percent: Math.round(confidence * 100) });
  }

  /** A bar of the probability; with `marked` also from where the line asks, and from where it goes on. */
  #bar(confidence, marked = false) {
    const bar = h("span.bar-of", { "aria-hidden": "true" }, h("i"));
    bar.style.setProperty("--sure", `${Math.round(confidence * 100)}%`);
    const { sure, fair } = this.rules;
    if (marked && sure) {
      bar.append(h("u.fair"), h("u.far"));
      bar.style.setProperty("--fair-at", `${fair}%`);
      bar.style.setProperty("--sure-at", `${sure}%`);
    }
    return bar;
  }

  #place({ place, ask, kind, value }) {
    if (!place) return ask ? this.#missing(ask) : null;
    const { name, said, neighborhood, police_district: district, confidence } = place;
    const shown = name || said;
    const parts = [
      kind === "place" && shown === value ? null : h("b", {}, shown), // else it stands above already
      neighborhood ? h("span", {}, neighborhood) : null,
      district ? this.words.element("span", "phone_district", { district }) : null,
      place.found ? null : this.words.element("span.soft", "phone_not_on_the_map"),
    ].filter(Boolean);
    const missing = ask ? this.#missing(ask) : null;
    if (!parts.length) return missing;
    const row = h("p.where", {}, pin(), this.words.element("span.unseen", "phone_slot_place"), " ");
    parts.forEach((part, index) => row.append(index ? " · " : "", part));
    if (confidence && kind !== "place") row.append(" ", this.#sure(confidence));
    return h("div", {}, row, missing);
  }

  #missing(ask) {
    const key = `phone_missing_${ask}`;
    return this.words.has(key) ? this.words.element("p.missing", key) : null;
  }

  #because(because) {
    if (!because) return null;
    const plain = because.replace(DANGER, "");
    const row = h("p.because");
    if (plain !== because) row.append(this.words.element("b", "phone_because_danger"), " ");
    const [, example] = EXAMPLE.exec(plain) ?? [];
    const [, kind] = PLACE.exec(plain) ?? [];
    if (example !== undefined) row.append(this.words.element("span", "phone_because_example"), ` “${example}”`);
    else if (kind && this.words.has(`phone_kind_${kind}`)) row.append(this.words.element("span", `phone_kind_${kind}`));
    else if (this.words.has(key(plain))) row.append(this.words.element("span", key(plain)));
    else row.append(plain === because ? h("span", { lang: "en" }, plain) : h("code", {}, plain));
    return row;
  }

  #heard(heard) {
    if (heard == null || heard >= 0.75) return null;
    return this.words.element("p.because", "phone_recogniser", { percent: Math.round(heard * 100) });
  }

  #did(meaning, did, urgent) {
    const keys = [...new Set(did)].map((one) => `phone_did_${one}`).filter((one) => this.words.has(one));
    if (urgent) keys.unshift(meaning.emergency === "ask" ? "phone_did_doubt" : "phone_did_danger");
    const nothing = !meaning.link && !meaning.value && !meaning.correction && meaning.intent !== "agent";
    if (!keys.length && nothing && !meaning.confidence) keys.push("phone_did_again");
    if (!keys.length) return null;
    const told = h("span");
    keys.forEach((one, index) => told.append(index ? " " : "", this.words.element("span", one)));
    return h("p.did", {}, told);
  }
}

const key = (because) => `phone_because_${because.replace(/[^a-z]+/g, "_").slice(0, 60)}`;

function pin() {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PIN);
  made.append(path);
  return made;
}
