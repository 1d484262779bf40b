// The microphone as a telephone has one: its sound itself goes to the line. Open for a whole call, it speaks when asked to.
export class Microphone {
  /** capture: the address of capture.js. level(0..1): how loud it is. */
  constructor(capture, level) {
    this.capture = capture;
    this.level = level;
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

  /** Asks for the microphone; false: it may not be had. */
  async ask() {
    if (this.open) return true;
    if (!Microphone.possible) return false;
    try {
      const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio });
      this.context = new AudioContext();
      await this.context.audioWorklet.addModule(this.capture);
      await this.context.resume();
      this.node = new AudioWorkletNode(this.context, "capture", { numberOfOutputs: 0 });
      this.node.port.onmessage = ({ data }) => this.#heard(data);
      this.context.createMediaStreamSource(this.stream).connect(this.node);
      return true;
    } catch {
      this.close();
      return false;
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
    this.level(Math.min(1, level * 3));
    if (sound.length) this.said(sound);
  }
}
