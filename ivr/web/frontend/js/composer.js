// Where the caller answers: words to say, a message to record, what happens at the far end; and what went wrong.
import { byId } from "./dom.js";
import { Recorder } from "./recorder.js";

const FORMS = { listening: "say", conference: "say", queue: "say", talk: "say", recording: "record", dialing: "far", talking: "talking" };

export class Composer {
  /** on: say(text, confidence), record(seconds, then), far(outcome, seconds, then), typing(). */
  constructor(words, on) {
    this.words = words;
    this.on = on;
    this.recorder = new Recorder(words);
    this.#submitted("say", () => on.say(byId("words").value, this.#heard()));
    this.#submitted("record", () => this.leave(""));
    this.#submitted("talking", () => on.far("answered", seconds("talked")));
    byId("talked-leave").addEventListener("click", () => this.leaveTalk());
    byId("record-leave").addEventListener("click", () => this.leave("hangup"));
    byId("record-none").addEventListener("click", () => on.record(0));
    byId("words").addEventListener("input", on.typing);
    for (const button of document.querySelectorAll("[data-far]")) {
      const { far } = button.dataset;
      button.addEventListener("click", () => (far === "answered" ? this.#talk() : on.far(far)));
    }
  }

  /** Whether the caller is talking with the person who answered. */
  get talking() {
    return !byId("talking").hidden;
  }

  /** The talk is over: the caller hangs up first. */
  leaveTalk() {
    this.on.far("answered", seconds("talked"), "hangup");
  }

  /** The message is spoken; then: a key, "hangup", or "" for falling silent. */
  leave(then) {
    this.on.record(Math.max(1, seconds("seconds")), then);
  }

  /** What the call waits for decides what can be answered. */
  show({ state, waiting, ignored }) {
    this.recorder.show(0);
    this.#open(state);
    byId("note").hidden = true;
    this.hint("phone_say_hint");
    this.number = waiting?.dial;
    if (state === "dialing") this.words.show(byId("far-lead"), "phone_dial_lead", { number: waiting.dial });
    if (state === "recording") byId("seconds").max = waiting.seconds || 120;
    if (ignored) this.#tell(ignored);
  }

  /** What may be said here, in the empty field; a text of the page. */
  hint(key, values) {
    byId("words").placeholder = this.words.text(key, values);
  }

  /** No call: only a note, a text of the page. */
  rest(note) {
    this.#open(null);
    this.note(note);
  }

  /** Something worth knowing until the next answer. */
  note(key) {
    this.words.show(byId("note"), key).hidden = false;
  }

  /** A message is spoken into the microphone, of so many seconds at most. */
  records(longest) {
    this.recorder.show(longest);
  }

  /** It is spoken. */
  recorded() {
    this.recorder.stop();
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

  // Somebody at the keyboard stays where answers are given, though it is another form now.
  #open(state) {
    const inside = byId("composer").contains(document.activeElement);
    for (const id of new Set(Object.values(FORMS))) byId(id).hidden = id !== FORMS[state];
    const form = byId(FORMS[state]);
    if (inside && form && !document.activeElement.checkVisibility()) form.querySelector("input, button")?.focus();
  }

  #talk() {
    this.words.show(byId("talking-lead"), "phone_talking", { number: this.number });
    this.#open("talking");
    this.words.show(byId("status"), "phone_talking", { number: this.number });
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

const seconds = (id) => Math.max(0, Math.round(Number(byId(id).value) || 0));
