// Where the caller answers: words to say, a message to record, what happens at the far end; and what went wrong.
import { byId } from "./dom.js";

const FORMS = { listening: "say", recording: "record", dialing: "far" };

export class Composer {
  /** on: say(text, confidence), record(seconds), far(outcome), typing(). */
  constructor(words, on) {
    this.words = words;
    this.#submitted("say", () => on.say(byId("words").value, this.#heard()));
    this.#submitted("record", () => on.record(Number(byId("seconds").value) || 1));
    byId("record-none").addEventListener("click", () => on.record(0));
    byId("words").addEventListener("input", on.typing);
    for (const button of document.querySelectorAll("[data-far]")) {
      button.addEventListener("click", () => on.far(button.dataset.far));
    }
  }

  /** What the call waits for decides what can be answered. */
  show({ state, waiting, ignored }) {
    for (const [at, id] of Object.entries(FORMS)) byId(id).hidden = at !== state;
    byId("note").hidden = true;
    if (state === "dialing") this.words.show(byId("far-lead"), "phone_dial_lead", { number: waiting.dial });
    if (state === "recording") byId("seconds").max = waiting.seconds || 120;
    if (ignored) this.#tell(ignored);
  }

  /** No call: only a note, a text of the page. */
  rest(note) {
    for (const id of Object.values(FORMS)) byId(id).hidden = true;
    this.words.show(byId("note"), note).hidden = false;
  }

  /** Shows words that are being heard, or takes them away. */
  partly(text) {
    byId("words").value = text;
  }

  /** Says what went wrong; null takes it away. */
  problem(key, values) {
    const box = byId("problem");
    box.hidden = !key;
    if (key) this.words.show(box, key, values);
  }

  #tell(text) {
    const box = byId("problem");
    delete box.dataset.t;
    box.textContent = text;
    box.hidden = false;
  }

  #heard() {
    const chosen = byId("heard").value;
    return chosen === "" ? null : Number(chosen);
  }

  #submitted(id, act) {
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      act();
    });
  }
}
