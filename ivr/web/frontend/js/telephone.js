// An agent's telephone in a demo: it rings, is picked up or not, hears the whisper, takes the caller by key, and talks.
import { Announcer } from "./announcer.js";
import { byId } from "./dom.js";
import { Handset } from "./handset.js";
import { Sets } from "./sets.js";
import { everybody } from "./sound.js";
import { Talk } from "./talk.js";
import { Tones } from "./tones.js";
import { Voice } from "./voice.js";
import { Words } from "./words.js";

const RINGS = 3000;
const AGAIN = 1000;
const pause = (ms) => new Promise((over) => setTimeout(over, ms));
const ACTS = { answer: { answer: "human" }, voicemail: { answer: "machine_start" }, decline: { decline: true }, let_ring: { let_ring: true } };
const QUIET = { number: "", state: "idle", call: "", heard: [], at: 0, seen: "", people: [], held: false };

class Telephone {
  constructor(page) {
    const muted = () => byId("mute").getAttribute("aria-pressed") === "true";
    this.words = new Words(page.words, page.language);
    this.set = new Handset(this.words);
    this.sets = new Sets(byId("sets"), this.words, page.telephones, (number) => this.take(number));
    this.tones = new Tones(muted);
    this.voice = new Voice(muted, (item) => this.talk.speaking(item));
    this.announcer = new Announcer(byId("aloud"), this.words);
    this.talk = new Talk(byId("log"), this.words, {}, {});
    this.shown = QUIET;
  }

  async start() {
    this.set.listen({ key: (key) => this.press(key), answer: () => this.act("answer"), hangUp: () => this.hangUp(), say: (text) => this.say(text), act: (name) => this.act(name) });
    this.#tools();
    setInterval(() => this.shown.state === "ringing" && this.tones.ring(), RINGS);
    await this.sets.renew();
    this.talk.names = this.announcer.names = this.sets.names;
    this.sets.follow();
    this.take(this.sets.wanted());
  }

  get ringing() {
    return this.shown.state === "ringing";
  }

  /** Another telephone is looked at. */
  async take(number) {
    this.number = number;
    this.voice.stop();
    this.talk.clear();
    this.talk.log.append(this.words.element("p.empty", "phone_agent_empty"));
    this.shown = { ...QUIET, number };
    const shown = await this.#asked(() => this.sets.ask(number));
    if (shown && this.number === number) this.#begin(shown);
    this.#follow(number);
  }

  // ---------------------------------------------------------------- what its owner does

  act(name) {
    if (!this.ringing) return;
    this.#did(`phone_agent_did_${name}`);
    this.#do(ACTS[name]);
  }

  press(key) {
    this.tones.key(key);
    this.set.press(key);
    if (!this.#talks) return;
    this.voice.stop();
    this.talk.you("keys", key, "");
    this.#do({ press: key });
  }

  say(text) {
    if (!text.trim() || !this.#talks) return;
    this.talk.you("said", text.trim(), this.words.language);
    this.#do({ say: text.trim() });
  }

  hangUp() {
    if (this.ringing) return this.act("decline");
    if (!this.#talks) return;
    this.tones.hangUp();
    this.#did("phone_you_hang_up");
    this.#do({ hangup: true });
  }

  // ---------------------------------------------------------------- what it shows

  get #talks() {
    return !["idle", "ringing", "answered"].includes(this.shown.state);
  }

  #did(key) {
    this.voice.stop();
    this.own = true;
    this.talk.did(key);
  }

  async #do(action) {
    this.set.problem(null);
    const { number } = this;
    const shown = await this.#asked(() => this.sets.ask(number, action));
    if (shown && this.number === number) this.#show(shown);
    this.sets.renew();
  }

  /** Looks at this telephone until another one is taken. */
  async #follow(number) {
    while (this.number === number) {
      const news = await this.sets.news(this.shown).catch(() => null);
      if (this.number !== number) return;
      if (!news) await pause(AGAIN);
      else if (!news.quiet) this.#show(news);
    }
  }

  /** The first look: a call that is over is not told again, and one that goes on not aloud. */
  #begin(shown) {
    if (shown.state !== "idle") this.talk.line(shown.heard, null);
    this.shown = { ...shown, people: [] };
    this.#show(shown);
  }

  /** Takes in how the telephone stands; what was shown already is not shown again. */
  #show(shown) {
    const before = this.shown;
    const same = before.call === shown.call;
    if (same && shown.at < before.at) return; // overtaken on the way
    const heard = shown.heard.slice(same ? before.at : 0);
    this.shown = shown;
    if (!same && shown.state === "ringing") this.#rings();
    const met = same ? before.people : [];
    const went = this.#happened("phone_went", met.filter((each) => !shown.people.includes(each)));
    this.talk.line(heard, null);
    this.announcer.say(heard, went);
    const came = this.#happened("phone_came", shown.people.filter((each) => !met.includes(each)));
    for (const text of came) this.announcer.add(text, this.words.language);
    this.#ended(before, shown);
    this.set.show(shown, this.sets.name(shown.number), this.#status(shown), heard.at(-1), this.#together(shown));
    if (heard.length) this.voice.say(heard, () => {});
    this.own = false;
  }

  #rings() {
    this.talk.clear();
    this.tones.ring();
    this.announcer.add(this.words.text(...this.#status(this.shown)), this.words.language);
  }

  /** Shows that somebody came or went; what there is to be told aloud. */
  #happened(key, people) {
    if (!people.length || this.shown.state === "idle") return [];
    const values = { who: everybody(this.words, this.sets.names, people) };
    this.talk.happened(key, values);
    return [this.words.text(key, values)];
  }

  /** That a call ended by others' doing is told; by one's own it is known. */
  #ended(before, shown) {
    if (shown.state !== "idle" || before.state === "idle" || this.own) return;
    const key = before.state === "ringing" ? "phone_agent_did_missed" : "phone_agent_over";
    this.talk.happened(key);
    this.announcer.add(this.words.text(key), this.words.language);
  }

  #status({ state, from, held, people, keys }) {
    if (state === "ringing") return ["phone_agent_ringing", { number: from }];
    if (held) return ["phone_held", {}];
    if (people.length) return ["phone_together", this.#together({ people })];
    if (state === "idle") return [this.shown.call && this.shown.status === "completed" ? "phone_agent_over" : "phone_agent_idle", {}];
    if (state === "listening" || keys) return ["phone_agent_listening", {}];
    return [state === "answered" ? "phone_agent_answered" : "phone_alone", {}];
  }

  #together({ people }) {
    return { who: everybody(this.words, this.sets.names, people) };
  }

  async #asked(work) {
    try {
      return await work();
    } catch (trouble) {
      if (!trouble.key) throw trouble;
      this.set.problem(trouble.key, trouble.values);
      return null;
    }
  }

  // ---------------------------------------------------------------- the page

  #tools() {
    byId("mute").addEventListener("click", () => this.mute());
    byId("help-open").addEventListener("click", () => byId("help").showModal());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  mute() {
    const muted = byId("mute").getAttribute("aria-pressed") !== "true";
    byId("mute").setAttribute("aria-pressed", String(muted));
    if (muted) this.voice.stop();
  }

  #key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (target.matches("input:not([type=checkbox])")) return void (key === "Escape" && target.blur());
    if (key === "Escape") return this.hangUp();
    if (key === "Enter") return target.matches("a, button") ? undefined : this.act("answer");
    if (!byId("shortcuts").checked) return;
    if (/^[0-9*#]$/.test(key)) this.press(key);
    else if (key === "/") byId("words").focus();
    else if (key.toLowerCase() === "m") this.mute();
    else if (key === "?") byId("help").showModal();
    else return;
    event.preventDefault();
  }
}

new Telephone(JSON.parse(byId("phone-data").textContent)).start();
