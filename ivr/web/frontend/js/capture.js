// What a telephone does with a microphone, on the browser's audio thread: 8 kHz, µ-law (G.711), a piece every 160 ms.
const RATE = 8000;
const PIECE = 1280;
const EDGE = 3400; // Hz: what is above would come back as noise
const LOUDEST = 8158;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    this.taps = lowPass(this.step);
    this.kept = new Float32Array(this.taps.length);
    this.at = 0; // of the next sample, in samples of the microphone, after what is kept
    this.piece = new Uint8Array(PIECE);
    this.filled = 0;
    this.loudest = 0;
    this.port.onmessage = () => this.#send();
  }

  process([[sound]]) {
    if (!sound) return true;
    const all = new Float32Array(this.kept.length + sound.length);
    all.set(this.kept);
    all.set(sound, this.kept.length);
    const last = all.length - this.taps.length - 1;
    for (; this.at < last; this.at += this.step) {
      const whole = Math.floor(this.at);
      const part = this.at - whole;
      this.#take((1 - part) * this.#smooth(all, whole) + part * this.#smooth(all, whole + 1));
    }
    const used = all.length - this.kept.length;
    this.at -= used;
    this.kept = all.slice(used);
    return true;
  }

  #smooth(all, from) {
    let sum = 0;
    for (let tap = 0; tap < this.taps.length; tap += 1) sum += this.taps[tap] * all[from + tap];
    return sum;
  }

  #take(sample) {
    this.loudest = Math.max(this.loudest, Math.abs(sample));
    this.piece[this.filled] = mulaw(sample);
    this.filled += 1;
    if (this.filled === PIECE) this.#send();
  }

  #send() {
    const sound = this.piece.slice(0, this.filled);
    this.port.postMessage({ sound, level: this.loudest });
    this.filled = 0;
    this.loudest = 0;
  }
}

/** A windowed sinc for one sample in `step`. */
function lowPass(step) {
  const length = 8 * Math.ceil(step) + 1;
  const middle = (length - 1) / 2;
  const cut = (2 * EDGE) / sampleRate;
  const taps = Float32Array.from({ length }, (_, tap) => {
    const x = tap - middle;
    const sinc = x === 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * x) / middle));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** A sample of -1 to 1 as a byte. */
function mulaw(sample) {
  const magnitude = Math.min(Math.round(Math.abs(sample) * 8191), LOUDEST) + 33;
  const exponent = 31 - Math.clz32(magnitude) - 5;
  const mantissa = (magnitude >> (exponent + 1)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

registerProcessor("capture", Capture);
