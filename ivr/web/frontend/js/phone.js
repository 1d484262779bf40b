// The test phone: what the caller does goes to the line, what the line answers is spoken, shown, mapped and written down.
import { Announcer } from "./announcer.js";
import { Composer } from "./composer.js";
import { Device } from "./device.js";
import { byId } from "./dom.js";
import { Ear } from "./ear.js";
import { listenToKeys } from "./keys.js";
import { Line } from "./line.js";
import { CallMap } from "./map.js";
import { Microphone } from "./microphone.js";
import { showRefusal } from "./refusal.js";
import { listenToSetup, settings } from "./setup.js";
import { Slips } from "./slip.js";
import { everybody } from "./sound.js";
import { Speech } from "./speech.js";
import { Talk } from "./talk.js";
import { Tones } from "./tones.js";
import { Views } from "./views.js";
import { Voice } from "./voice.js";
import { Words } from "./words.js";

const pause = (ms) => new Promise((over) => setTimeout(over, ms));
// the call of this tab, so that it goes on after the page was loaded again
const KEPT = "onecall.call";

class Phone {
  constructor(page) {
    const muted = () => byId("mute").getAttribute("aria-pressed") === "true";
    this.page = page;
    this.words = new Words(page.words, page.language);
    this.line = new Line(page.calls);
    this.device = new Device(this.words);
    this.views = new Views();
    this.tones = new Tones(muted);
    this.voice = new Voice(muted, (item) => this.#spoken(item));
    this.ear = new Ear({
      partly: (text) => this.composer.partly(text),
      heard: (text, confidence) => this.say(text, confidence),
      failed: (key) => this.composer.problem(key),
      changed: (on) => byId("mic").setAttribute("aria-pressed", String(on)),
    });
    const level = (loud) => this.device.desk.style.setProperty("--level", loud);
    this.microphone = new Microphone(page.capture, level, () => this.deaf());
    this.announcer = new Announcer(byId("aloud"), this.words);
    this.talk = new Talk(byId("log"), this.words, page.labels, page.rules);
    this.names = this.talk.names = this.announcer.names = page.names ?? {};
    this.people = [];
    this.slips = new Slips(byId("slips"), this.words, page.labels, page.requests);
    this.map = new CallMap(byId("map"), byId("trail"), this.words, page.start);
    this.composer = new Composer(this.words, {
      say: (text, confidence) => this.say(text, confidence),
      record: (seconds, then) => this.record(seconds, then),
      far: (outcome, seconds, then) => this.far(outcome, seconds, then),
      typing: () => this.#quiet(),
    });
    this.speech = new Speech(this);
    this.call = null;
    this.gone = false; // the caller has hung up, and hears no more
    this.keys = null;
    this.held = 0;
  }

  get live() {
    return this.call !== null && this.call.state !== "ended";
  }

  /** Everything the caller can touch. */
  start() {
    const on = { key: (key) => this.press(key), call: () => this.toggle(), silence: () => this.silent(), mic: () => this.listen() };
    this.device.listen(on);
    byId("mic").hidden = !Ear.possible && !Microphone.possible;
    byId("speaks-row").hidden = !Microphone.possible;
    listenToSetup(() => this.dial());
    this.#tools();
    listenToKeys({
      ...on,
      live: () => this.live,
      dial: () => this.live || this.dial(),
      hangUp: () => this.live && this.hangUp(),
      mute: () => this.mute(),
      help: () => byId("help").showModal(),
    });
    addEventListener("pagehide", () => this.live && this.line.leave(this.call.id, this.speech.open));
    this.device.mode("idle");
    this.mapped = this.map.load(this.page.graph);
    this.resume();
  }

  /** A call that was under way when the page was loaded again goes on where it was. */
  async resume() {
    const id = sessionStorage.getItem(KEPT);
    if (!id) return;
    const call = await this.line.look(id).catch(() => null);
    await this.mapped;
    if (!call || call.state === "ended" || this.call || this.busy) return sessionStorage.removeItem(KEPT);
    this.#fresh();
    this.device.mode("live");
    this.call = call;
    this.locale = call.heard.at(-1)?.language ?? this.locale;
    this.language = call.trace?.language ?? this.locale.slice(0, 2);
    this.talk.line(call.heard, call.ms);
    this.talk.did("phone_you_again");
    if (call.trace) this.#traced({ ...call.trace, path: [], meaning: null }, null);
    this.device.caption(call.heard.at(-1));
    this.device.keyed(call.waiting.keyed, call.waiting.digits);
    this.people = call.people ?? [];
    this.#show(call);
    this.#turnBegins();
    this.#follow();
  }

  // ---------------------------------------------------------------- what the caller does

  toggle() {
    if (this.live) this.hangUp();
    else this.dial();
  }

  async dial() {
    if (this.busy) return;
    const { from, language, now, speaks } = settings();
    this.busy = true;
    this.#fresh();
    const trouble = speaks ? await this.#microphone() : null;
    if (trouble) this.composer.problem(trouble);
    this.device.mode("live");
    this.device.status("phone_calling");
    this.device.busy(true);
    this.tones.ring();
    const answered = await this.#try(() => this.line.dial(from, language, now, speaks && !trouble));
    this.busy = false;
    this.device.busy(false);
    if (!answered) this.#over("phone_ready");
    else this.#take(answered, null);
  }

  /** Opens the microphone, and says meanwhile what the browser asks; what stands in the way, or null. */
  #microphone() {
    if (!this.microphone.open && !this.live) this.device.status("phone_mic_asks");
    return this.microphone.ask();
  }

  press(key) {
    this.tones.key(key);
    this.device.press(key);
    if (!this.live || this.call.state === "dialing") return;
    if (this.call.state === "recording" && this.call.waiting.finish.includes(key)) return this.composer.leave(key);
    if (this.call.state === "recording" && this.speech.now) return; // it ends nothing: the message goes on
    this.#quiet();
    this.keys ??= this.talk.you("keys", "", "");
    const shown = this.keys.querySelector(".bubble");
    shown.textContent += key;
    this.device.keyed(shown.textContent, this.call.waiting.digits);
    this.#act({ press: key }, this.keys);
  }

  say(text, confidence) {
    const words = text.trim();
    if (!words || !this.live) return;
    this.#quiet();
    this.composer.partly("");
    const turn = this.talk.you("said", words, this.language);
    this.#act(confidence === undefined ? { say: words } : { say: words, confidence }, turn);
  }

  silent() {
    if (!this.live) return;
    if (this.call.state === "recording") return this.speech.now ? this.#spoke() : this.record(0);
    this.#quiet();
    const held = this.keys !== null;
    if (!held) this.talk.did("phone_you_silence");
    this.#act({ silence: true }, this.keys);
  }

  /** A message of that length; then: the key that ends it, "hangup", or "" for falling silent. */
  record(seconds, then = "") {
    if (this.speech.now) return then === "hangup" ? this.hangUp() : this.#spoke(then);
    this.#quiet();
    if (this.#hears) seconds = 0; // done before a word
    if (seconds) this.talk.did("phone_you_record", { seconds });
    else this.talk.did("phone_you_silence");
    if (then === "hangup") this.talk.did("phone_you_hang_up");
    else if (then) this.talk.you("keys", then, "");
    this.#act({ record: seconds, then }, null);
  }

  /** What happens at the far end; seconds: of a talk. then: "hangup" when the caller ends it. */
  far(outcome, seconds = 0, then = "") {
    this.#quiet();
    this.talk.did(`phone_you_${outcome}`, { number: this.call.waiting?.dial ?? "", seconds });
    if (then) this.talk.did("phone_you_hang_up");
    this.#act({ dial_result: outcome, seconds, then }, null);
  }

  hangUp() {
    if (this.composer.talking) return this.composer.leaveTalk();
    this.#quiet("hangup");
    this.gone = true;
    this.tones.hangUp();
    this.talk.did("phone_you_hang_up");
    this.#act({ hangup: true }, null);
  }

  async listen() {
    if (this.speech.now) return this.#spoke();
    if (this.ear.listening) return this.ear.stop();
    if (this.live && this.call.waiting?.sound) {
      const trouble = await this.#microphone();
      if (trouble) return this.composer.problem(trouble);
      this.#quiet();
      return this.speak();
    }
    if (!Ear.possible) return this.composer.problem("phone_mic_here");
    this.#quiet();
    this.composer.problem(null);
    this.ear.start(this.call?.heard?.at(-1)?.language ?? this.locale);
  }

  /** Through the microphone, until the line goes on. */
  async speak() {
    const { id, state } = this.call;
    this.composer.problem(null);
    this.device.status(state === "recording" ? "phone_recording" : "phone_listening");
    if (state === "recording") this.announcer.add(this.words.text("phone_record_spoken"), this.words.language);
    const said = await this.#try(() => this.speech.say(this.call, this.language));
    this.device.busy(this.line.waits);
    if (!said) return void (this.live && this.composer.show(this.call));
    if (this.call?.id !== id) return;
    const { answer, turn, whole } = said;
    if (this.gone) return void (answer.trace && this.#traced(answer.trace, null));
    if (whole || answer.heard.length) this.#take(answer, turn);
  }

  /** The microphone was taken away: what was said until then counts. */
  deaf() {
    if (this.speech.open) this.#spoke();
    this.microphone.close();
    this.composer.problem("phone_mic_lost");
  }

  mute() {
    const button = byId("mute");
    const muted = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(muted));
    if (muted) this.#quiet();
  }

  // ---------------------------------------------------------------- what the line answers

  async #act(action, turn) {
    this.composer.problem(null);
    this.device.status("phone_thinking");
    this.device.busy(true);
    const id = this.call.id;
    const answer = await this.#try(() => this.line.act(id, action));
    this.device.busy(this.line.waits);
    if (answer && this.call?.id === id) this.#take(answer, turn);
    else if (this.live) {
      this.gone = false;
      this.#waitFor(this.call.waiting);
    }
  }

  /** Shows a snapshot; `turn` is the caller's turn it answers. */
  #take(call, turn) {
    const keyed = call.waiting?.keyed ?? "";
    const asked = { at: this.call?.trace?.at, offered: this.call?.trace?.offered };
    this.call = call;
    this.#follow();
    if (this.live) sessionStorage.setItem(KEPT, call.id);
    else sessionStorage.removeItem(KEPT);
    const { trace, heard } = call;
    this.locale = heard.findLast((item) => item.language)?.language ?? this.locale;
    this.language = trace?.language ?? this.locale.slice(0, 2);
    if (!keyed) this.keys = null;
    this.device.keyed(keyed, call.waiting?.digits);
    if (trace && !keyed) this.#traced(trace, turn, asked);
    const went = this.#went(call.people ?? []);
    this.talk.line(heard, call.ms);
    this.announcer.say(heard, went);
    this.#came(call.people ?? []);
    this.views.news(heard.length ? "talk" : null);
    this.#show(call);
    this.voice.say(heard, () => this.#turnBegins());
    if (keyed) this.#turnBegins();
  }

  /** What others do to this call, for as long as it lasts: a person comes, speaks, and goes. */
  async #follow() {
    if (this.following) return;
    this.following = true;
    while (this.live && this.call.shared) {
      if (this.line.waits || this.speech.now) await pause(200);
      else await this.#news();
    }
    this.following = false;
  }

  async #news() {
    const { id } = this.call;
    const news = await this.line.news(this.call).catch((trouble) => trouble);
    if (news instanceof Error) {
      if (news.key === "phone_gone" && this.call?.id === id) return this.#lost();
      return pause(1000);
    }
    if (!news || this.call?.id !== id) return;
    if (news.heard.length) return this.#take(news, null);
    this.call = news;
    this.announcer.say([], this.#went(news.people));
    this.#came(news.people);
    this.#show(news);
  }

  /** Shows who has left the line, before what is heard then; what there is to be told aloud. */
  #went(people) {
    const gone = this.people.filter((each) => !people.includes(each));
    this.people = this.people.filter((each) => people.includes(each));
    return this.#happened("phone_went", gone);
  }

  /** Tells who has come, after what was heard until then. */
  #came(people) {
    const here = people.filter((each) => !this.people.includes(each));
    this.people = people;
    for (const text of this.#happened("phone_came", here)) this.announcer.add(text, this.words.language);
  }

  #happened(key, people) {
    if (!people.length || !this.live) return [];
    const values = { who: everybody(this.words, this.names, people) };
    this.talk.happened(key, values);
    return [this.words.text(key, values)];
  }

  #traced(trace, turn, asked) {
    this.talk.understood(turn, trace.meaning, { ...asked, slots: trace.slots, did: trace.did });
    this.map.light(trace.path ?? [], trace.at);
    this.views.news("map");
    if (this.slips.fill(trace.slots, trace.filed)) this.views.news("slip");
  }

  #show(call) {
    showRefusal(this.words, call.refusal);
    if (call.refusal) this.views.open("talk");
    this.composer.show(call);
    if (call.state === "recording" && this.#hears) this.composer.records(call.waiting.seconds);
    this.talk.down();
    if (call.state === "ended") this.#ended(call);
    else this.#waitFor(call.waiting);
  }

  #ended({ refusal, ending }) {
    if (refusal) this.#over("phone_refused", { code: refusal.code });
    else this.#over(ending ? `phone_ended_${ending}` : "phone_ended");
  }

  #waitFor(waiting) {
    if (this.composer.talking) return this.device.status("phone_talking", { number: waiting.dial });
    if (this.call.state === "recording") return this.device.status("phone_recording");
    if (this.call.state === "dialing") return this.device.status("phone_dialing", { number: waiting.dial });
    if (waiting.stay) return this.#stays(waiting.stay);
    if (this.call.holding) {
      this.composer.note("phone_holding_note");
      return this.device.status("phone_holding");
    }
    const { keys, speech } = waiting;
    this.device.status(keys && speech ? "phone_wait_both" : keys ? "phone_wait_keys" : "phone_wait_speech");
  }

  /** In a room, or in a queue: who is there. */
  #stays(stay) {
    if (!this.people.length) return this.device.status(stay === "talk" ? "phone_rings_there" : "phone_alone");
    const values = { who: everybody(this.words, this.names, this.people) };
    this.device.status("phone_together", values);
    this.composer.hint("phone_together_hint", values);
  }

  /** The line has said everything: keys held are sent after a while, and silence counts if the caller wants it to. */
  #turnBegins() {
    clearTimeout(this.held);
    this.device.patience(0);
    if (!this.live) return;
    if (this.call.state === "recording") return void this.#toneSounds();
    const { seconds, keyed, sound, speech } = this.call.waiting;
    if (this.microphone.open && speech && !sound) this.composer.note("phone_mic_here");
    if (this.#hears) return void this.speak();
    if (this.call.state !== "listening" || this.call.holding) return;
    if (!keyed && !byId("pace").checked) return;
    const wait = keyed ? Math.min(seconds, 4) : seconds;
    this.device.patience(wait);
    this.held = setTimeout(() => this.silent(), wait * 1000);
  }

  /** The message begins after the tone. */
  async #toneSounds() {
    const { call } = this;
    await this.tones.tone();
    if (this.call === call && this.#hears) await this.speak();
  }

  /** Whether the line hears a microphone here, there is one that says nothing yet, and nothing else was done since. */
  get #hears() {
    return this.live && this.call.waiting.sound && this.microphone.open && !this.speech.now && !this.line.waits;
  }

  #spoken(item) {
    this.talk.speaking(item);
    if (item) {
      this.device.caption(item);
      this.device.status("phone_speaking");
    } else if (this.live) {
      if (this.call.heard.length) this.device.caption(this.call.heard.at(-1));
      this.#waitFor(this.call.waiting);
    }
  }

  #over(status, values = {}) {
    clearTimeout(this.held);
    this.ear.stop();
    this.microphone.close();
    this.keys = null;
    this.device.patience(0);
    this.device.mode(status === "phone_ready" ? "idle" : "ended");
    this.device.status(status, values);
    this.announcer.add(this.words.text(status, values), this.words.language);
    this.composer.rest(status === "phone_ready" ? "phone_idle" : "phone_again");
    if (!byId("call").checkVisibility() || document.activeElement === document.body) return;
    if (!document.activeElement.checkVisibility()) byId("call").focus();
  }

  // ---------------------------------------------------------------- the page

  #fresh() {
    this.#quiet();
    this.composer.problem(null);
    showRefusal(this.words, null);
    this.talk.clear();
    this.announcer.clear();
    this.map.clear();
    this.slips.start();
    byId("slips").replaceChildren(this.words.element("p.empty", "phone_slip_empty"));
    this.call = null;
    this.people = [];
    this.gone = false;
    this.keys = null;
    this.locale = "en-US";
    this.device.caption(null);
    this.device.keyed("");
    byId("note").hidden = true;
  }

  /** The caller is done speaking; key: the one they press after it. */
  #spoke(key = "") {
    if (!this.speech.open) return;
    this.speech.finish(key);
    this.device.status("phone_thinking");
    this.device.busy(true);
  }

  /** The caller does something else; instead: "hangup" where that is it. */
  #quiet(instead = "away") {
    clearTimeout(this.held);
    this.device.patience(0);
    this.voice.stop();
    this.speech.away(instead);
    if (this.ear.listening) this.ear.stop();
  }

  async #try(work) {
    try {
      return await work();
    } catch (trouble) {
      if (!trouble.key) throw trouble;
      this.composer.problem(trouble.key, trouble.values);
      if (trouble.key === "phone_gone") this.#lost();
      return null;
    }
  }

  #lost() {
    sessionStorage.removeItem(KEPT);
    this.call = null;
    this.#over("phone_ready");
  }

  #tools() {
    byId("mute").addEventListener("click", () => this.mute());
    byId("help-open").addEventListener("click", () => byId("help").showModal());
    byId("map-in").addEventListener("click", () => this.map.larger());
    byId("map-out").addEventListener("click", () => this.map.smaller());
    byId("map-here").addEventListener("click", () => this.map.here());
    this.views.opened = (view) => view === "map" && this.map.here();
    byId("language").addEventListener("click", (event) => {
      if (!this.live) return; // the page comes anew in the other language
      event.preventDefault();
      this.words.change(this.words.language === "en" ? "es" : "en");
      this.#languageLink();
    });
  }

  #languageLink() {
    const away = this.words.language === "en" ? "es" : "en";
    const link = byId("language");
    link.href = `?lang=${away}`;
    link.lang = away;
    link.hreflang = away;
    link.textContent = this.words.text("other_language");
    history.replaceState(null, "", `?lang=${this.words.language}`);
  }
}

new Phone(JSON.parse(byId("phone-data").textContent)).start();
