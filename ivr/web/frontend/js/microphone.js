// The microphone as a telephone has one: its sound itself goes to the line. Open for a whole call, it speaks when asked to.
const TROUBLE = {
  NotAllowedError: "phone_mic_denied",
  NotFoundError: "phone_mic_missing",
  NotReadableError: "phone_mic_taken",
};

export class Microphone {
  /** capture: the address of capture.js. level(0..1): how loud it is. lost(): it was taken away in the middle. */
  constructor(capture, level, lost) {
    this.capture = capture;
    this.level = level;
    this.lost = lost;
    this.node = null;
    this.said = null;
  }

  static get possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode);
  }

  get open() {
    return this.node !== null;
  }

  get speaking() {
    return this.said !== null;
  }

  /** Asks for the microphone; what stands in the way, as a text of the page, or null: it is open. */
  async ask() {
    if (this.open) return null;
    if (!Microphone.possible) return "phone_mic_missing";
    try {
      const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio });
      this.context = new AudioContext();
      await this.context.audioWorklet.addModule(this.capture);
      await this.context.resume();
      this.node = new AudioWorkletNode(this.context, "capture", { numberOfOutputs: 0 });
      this.node.port.onmessage = ({ data }) => this.#heard(data);
      this.context.createMediaStreamSource(this.stream).connect(this.node);
      for (const track of this.stream.getTracks()) track.addEventListener("ended", () => this.lost());
      return null;
    } catch ({ name }) {
      this.close();
      return TROUBLE[name] ?? "phone_mic_trouble";
    }
  }

  /** From here on what is said goes to `said(sound)`: µ-law, some milliseconds at a time. */
  speak(said) {
    this.said = said;
  }

  hush() {
    this.said = null;
    this.level(0);
  }

  /** Lets the microphone go, and its lamp out. */
  close() {
    this.hush();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.context?.close();
    this.node = this.stream = this.context = null;
  }

  #heard({ sound, level }) {
    if (!this.said) return;
    this.level(Math.min(1, Math.sqrt(level)));
    if (sound.length) this.said(sound);
  }
}
