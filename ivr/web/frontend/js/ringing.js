// The bell of a telephone in a browser, made here: the two tones of an American ring; every other sound is silence.
const TONES = [440, 480];
const RINGS = 2000;
const EVERY = 6000;

/** As the Voice SDK asks for one: `play()`, `stop()`, and on which loudspeakers. */
export class Bell {
  constructor(name) {
    this.rings = name === "incoming";
    this.playing = null;
  }

  get isPlaying() {
    return this.playing !== null;
  }

  setSinkIds() {}

  play() {
    if (!this.rings || this.playing) return Promise.resolve();
    const air = new AudioContext();
    const gain = new GainNode(air, { gain: 0 });
    gain.connect(air.destination);
    const tones = TONES.map((frequency) => new OscillatorNode(air, { frequency }));
    for (const tone of tones) {
      tone.connect(gain);
      tone.start();
    }
    const ring = () => {
      gain.gain.setTargetAtTime(0.08, air.currentTime, 0.01);
      gain.gain.setTargetAtTime(0, air.currentTime + RINGS / 1000, 0.01);
    };
    ring();
    this.playing = { air, every: setInterval(ring, EVERY) };
    return Promise.resolve();
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.playing.every);
    this.playing.air.close();
    this.playing = null;
  }
}
