// The request as it is being written: a slip of paper for each, and its number when it is filed.
import { h } from "./dom.js";

const UNSEEN = new Set(["language", "intent"]);

export class Slips {
  /** labels: {slots, values, services, topics}, names by language. address: where a request is shown. */
  constructor(box, words, labels, address) {
    Object.assign(this, { box, words, labels, address });
    this.start();
  }

  start() {
    this.slip = null;
    this.filed = [];
    this.before = {};
  }

  /** True when something new was written. */
  fill(slots = {}, filed = []) {
    const fresh = filed.filter((number) => !this.filed.includes(number));
    const changed = this.#write(slots);
    for (const number of fresh) this.#file(number);
    if (fresh.length) this.before = { ...slots };
    this.filed = [...filed];
    return changed || fresh.length > 0;
  }

  #write(slots) {
    const shown = Object.entries(slots).filter(([code, value]) => value && !UNSEEN.has(code) && !code.startsWith("_"));
    const news = shown.filter(([code, value]) => this.before[code] !== value);
    if (!this.slip && !news.length) return false;
    const rows = this.slip ? shown : news;
    this.slip ??= this.#begin();
    return this.#rows(rows);
  }

  #begin() {
    this.box.querySelector(".empty")?.remove();
    const list = h("dl");
    const slip = h("article.slip", {}, this.words.element("p.slip-state", "phone_slip_open"), list);
    this.box.prepend(slip);
    return { slip, list, rows: new Map() };
  }

  #rows(wanted) {
    const { list, rows } = this.slip;
    let changed = false;
    for (const [code, value] of wanted) {
      const row = rows.get(code);
      if (row?.value === value) continue;
      const made = h("div", { "data-slot": code }, this.#label(code), this.#value(code, value));
      if (row) row.element.replaceWith(made);
      else list.append(made);
      rows.set(code, { value, element: made });
      changed = true;
    }
    const codes = new Set(wanted.map(([code]) => code));
    for (const [code, { element }] of rows) {
      if (codes.has(code) || code in this.before) continue;
      element.remove();
      rows.delete(code);
      changed = true;
    }
    return changed;
  }

  #file(number) {
    const { slip } = this.slip ?? this.#begin();
    slip.classList.add("filed");
    this.words.show(slip.querySelector(".slip-state"), "phone_slip_filed");
    const link = h("a", { href: `${this.address}/${number}`, target: "_blank", rel: "noopener" }, number);
    const name = h("p.slip-number", {}, this.words.element("span.unseen", "phone_slip_number"), link);
    slip.querySelector(".slip-state").after(name);
    this.slip = null;
  }

  #label(code) {
    const own = `phone_slot_${code}`;
    if (this.words.has(own)) return this.words.element("dt", own);
    const plain = code.replaceAll("_", " ");
    return this.words.namedElement("dt", this.labels.slots[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1));
  }

  #value(code, value) {
    if (value === "yes" || value === "no") return this.words.element("dd", `phone_${value}`);
    const { values, services, topics } = this.labels;
    const names = { service: services, topic: topics }[code] ?? values[code] ?? {};
    return this.words.namedElement("dd", names[value] ?? value);
  }
}
