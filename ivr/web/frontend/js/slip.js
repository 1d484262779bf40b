// The request as it is being written: a slip of paper for each, and its number when it is filed.
import { h } from "./dom.js";
import { day } from "./words.js";

// of what is asked and told, what the line keeps for itself: how it speaks with the caller, the parts of a place
const UNSEEN = /^(_.*|language|intent|group|topic|caller|slow|more|number|reference|found.*|place_.+|contact_known)$/;

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
    for (const [code, value] of Object.entries(this.before)) if (slots[code] !== value) delete this.before[code];
    const news = Object.entries(slots).filter(([code, value]) => this.#shown(code, value));
    const changed = this.#write(news, fresh.length > 0);
    for (const number of fresh) this.#file(number);
    if (fresh.length) this.before = { ...slots };
    this.filed = [...filed];
    return changed || fresh.length > 0;
  }

  /** Whether a slot belongs on the slip that is being written, and not to one filed before. */
  #shown(code, value) {
    const known = this.words.has(`phone_slot_${code}`) || this.labels.asked.includes(code);
    return value && known && !UNSEEN.test(code) && this.before[code] !== value;
  }

  #write(rows, filing) {
    if (!this.slip && !rows.length) return false;
    this.slip ??= this.#begin();
    return this.#rows(rows, filing);
  }

  #begin() {
    this.box.querySelector(".empty")?.remove();
    const list = h("dl");
    const slip = h("article.slip", {}, this.words.element("p.slip-state", "phone_slip_open"), list);
    this.box.prepend(slip);
    return { slip, list, rows: new Map() };
  }

  // A request that is filed in this very turn keeps its rows, though the line already forgets them.
  #rows(wanted, filing) {
    const { list, rows } = this.slip;
    let changed = false;
    for (const [code, value] of wanted) {
      const row = rows.get(code);
      if (row?.value === value) continue;
      const made = h("div", { "data-slot": code }, this.#label(code), this.#value(code, value));
      if (row) row.element.replaceWith(made);
      else if (code === "service") list.prepend(made);
      else list.append(made);
      rows.set(code, { value, element: made });
      changed = true;
    }
    const codes = new Set(wanted.map(([code]) => code));
    for (const [code, { element }] of rows) {
      if (filing || codes.has(code)) continue;
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
    if (value === "yes") return this.words.element("dd", "phone_yes");
    if (value === "no") return this.words.element("dd", "phone_no");
    const names = code === "service" ? this.labels.services : (this.labels.values[code] ?? {});
    return this.words.namedElement("dd", names[value] ?? day(value) ?? value);
  }
}
