// The sounds of a telephone: the two tones of a key, and ringing.
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = "123456789*0#";

export class Tones {
  constructor(muted) {
    this.muted = muted;
    this.context = null;
  }

  key(key) {
    const at = KEYS.indexOf(key);
    if (at >= 0) this.#play([ROWS[Math.floor(at / 3)], COLUMNS[at % 3]], 0.14);
  }

  ring() {
    this.#play([440, 480], 0.7);
  }

  hangUp() {
    this.#play([480, 620], 0.2);
  }

  /** The tone after which a message is spoken; over when it has sounded. */
  async tone() {
    if (this.#play([1000], 0.3)) await new Promise((over) => setTimeout(over, 350));
  }

  #play(frequencies, seconds) {
    if (this.muted() || !window.AudioContext) return false;
    this.context ??= new AudioContext();
    if (this.context.state === "suspended") this.context.resume();
    const start = this.context.currentTime;
    const gain = this.context.createGain();
    gain.gain.setValueAtTime(0.06, start);
    gain.gain.setTargetAtTime(0, start + seconds - 0.03, 0.01);
    gain.connect(this.context.destination);
    for (const frequency of frequencies) {
      const tone = new OscillatorNode(this.context, { frequency });
      tone.connect(gain);
      tone.start(start);
      tone.stop(start + seconds + 0.05);
    }
    return true;
  }
}
