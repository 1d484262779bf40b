import { soundAddress } from "./sound.js";

// The line's voice: speaks in the right language with the best voice of this machine; silent where there is none.
export class Voice {
  /** muted: () => boolean. speaking(item | null) is told what is being said, and null at the end. */
  constructor(muted, speaking) {
    this.muted = muted;
    this.speaking = speaking;
    this.synthesis = window.speechSynthesis ?? null;
    this.turn = 0;
    this.sound = null;
    this.synthesis?.getVoices();
  }

  /** Speaks the items ({language, text}) in turn; `done` is called when all was said, and not when it was cut short. */
  say(items, done) {
    this.stop();
    const turn = this.turn;
    const next = (index) => {
      if (turn !== this.turn) return;
      if (index >= items.length) {
        this.speaking(null);
        return done();
      }
      this.speaking(items[index]);
      const then = () => next(index + 1);
      if (items[index].kind === "play") this.#play(items[index], then);
      else this.#speak(items[index], then);
    };
    if (this.#able() || items.some((item) => item.kind === "play" && !this.muted())) next(0);
    else done();
  }

  stop() {
    this.turn += 1;
    this.synthesis?.cancel();
    this.sound?.pause();
    this.sound = null;
    this.speaking(null);
  }

  #able() {
    return !this.muted() && this.synthesis && this.synthesis.getVoices().length > 0;
  }

  /** A sound of this very site; nothing is waited for where the browser plays none. */
  #play({ text }, then) {
    const address = soundAddress(text);
    if (!address) return then();
    this.sound = new Audio(address);
    this.sound.addEventListener("ended", then, { once: true });
    this.sound.play().catch(then);
  }

  #speak({ text, language }, then) {
    if (!this.#able()) return then();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language || document.documentElement.lang;
    words.voice = this.#voice(words.lang);
    let over = false;
    const once = () => {
      if (!over) then();
      over = true;
    };
    words.onend = once;
    words.onerror = once;
    // some browsers lose the end of an utterance: go on when it must be over
    setTimeout(once, 4000 + text.length * 120);
    this.synthesis.speak(words);
  }

  #voice(language) {
    const short = language.slice(0, 2).toLowerCase();
    const voices = this.synthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(short));
    const same = (voice) => voice.lang.replace("_", "-").toLowerCase() === language.toLowerCase();
    return voices.find((voice) => same(voice) && voice.localService) ?? voices.find(same) ?? voices[0] ?? null;
  }
}
