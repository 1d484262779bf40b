// The telephones there are: whose each is, how it stands; one of them is looked at.
import { h } from "./dom.js";
import { Trouble } from "./line.js";

const KEPT = "onecall.telephone";
const EVERY = 2000;

export class Sets {
  /** chosen(number): another telephone is to be looked at. */
  constructor(box, words, address, chosen) {
    Object.assign(this, { box, words, address, chosen });
    this.names = {};
    this.all = [];
    this.number = "";
  }

  /** The one of before, or the first; #+14105550201 in the page's address says otherwise. */
  wanted() {
    const known = (number) => this.all.some((one) => one.number === number);
    const asked = decodeURIComponent(location.hash.slice(1));
    const kept = sessionStorage.getItem(KEPT);
    this.number = [asked, kept].find(known) ?? this.all[0]?.number ?? "";
    this.#mark();
    return this.number;
  }

  name(number) {
    return this.names[number] || number;
  }

  /** Looks again who there is, and how their telephones stand. */
  async renew() {
    this.all = await send(this.address).catch(() => this.all);
    for (const { number, name } of this.all) if (name) this.names[number] = name;
    this.#draw();
  }

  follow() {
    setInterval(() => document.hidden || this.renew(), EVERY);
  }

  /** How a telephone stands; action: after this was done. Trouble. */
  ask(number, action) {
    const address = `${this.address}/${encodeURIComponent(number)}`;
    if (!action) return send(address);
    const headers = { "Content-Type": "application/json" };
    return send(address, { method: "POST", headers, body: JSON.stringify(action) });
  }

  /** How it stands once something has changed, or {quiet} after a while. Trouble. */
  news({ number, at, seen }) {
    const query = new URLSearchParams({ after: at, seen: seen || "nothing" });
    return send(`${this.address}/${encodeURIComponent(number)}?${query}`);
  }

  #draw() {
    for (const one of this.all) {
      const made = this.#find(one.number) ?? this.#make(one);
      const state = one.state === "ringing" || one.state === "idle" ? one.state : "busy";
      if (made.dataset.state === state) continue;
      made.dataset.state = state;
      this.words.show(made.querySelector(".state"), `phone_agent_state_${state}`);
    }
    this.#mark();
  }

  #make({ number, name }) {
    const title = name ? h("b", {}, name) : this.words.element("b", "phone_agent_somebody");
    const facts = h("small", {}, h("span.number", {}, `${number} · `), h("span.state", {}));
    const made = h("button.set", { type: "button", "data-number": number, "aria-pressed": "false" }, h("i", { "aria-hidden": "true" }), h("span", {}, title, facts));
    made.addEventListener("click", () => this.#choose(number));
    this.box.append(made);
    return made;
  }

  #choose(number) {
    this.number = number;
    sessionStorage.setItem(KEPT, number);
    history.replaceState(null, "", `#${number}`);
    this.#mark();
    this.chosen(number);
  }

  #find(number) {
    return this.box.querySelector(`[data-number="${CSS.escape(number)}"]`);
  }

  #mark() {
    for (const one of this.box.children) one.setAttribute("aria-pressed", String(one.dataset.number === this.number));
  }
}

async function send(address, request = {}) {
  const answer = await fetch(address, request).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (answer?.status === 400) throw new Trouble("phone_bad_request", { problem: said?.error ?? "" });
  if (!answer?.ok || !said) throw new Trouble("phone_agent_away");
  return said;
}
