// The microphone, where the browser can write down what it hears; it listens only while its button is on.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Ear {
  /** on: {partly(text), heard(text, confidence), failed(key), changed(listening)}. */
  constructor(on) {
    this.on = on;
    this.recognition = null;
  }

  static get possible() {
    return Boolean(Recognition);
  }

  get listening() {
    return this.recognition !== null;
  }

  /** Listens for one utterance in `language` (BCP-47). */
  start(language) {
    this.stop();
    const ear = new Recognition();
    ear.lang = language;
    ear.interimResults = true;
    let final = null;
    ear.onresult = ({ results }) => {
      const latest = results[results.length - 1];
      this.on.partly([...results].map((result) => result[0].transcript).join(" "));
      if (latest.isFinal) final = latest[0];
    };
    ear.onerror = ({ error }) => {
      if (error === "not-allowed" || error === "service-not-allowed") this.on.failed("phone_mic_denied");
      else if (error !== "aborted") this.on.failed("phone_mic_nothing");
    };
    ear.onend = () => {
      if (this.recognition !== ear) return;
      this.recognition = null;
      this.on.changed(false);
      // a confidence of 0 is what browsers give when they have none
      if (final) this.on.heard(final.transcript.trim(), final.confidence || null);
    };
    this.recognition = ear;
    this.on.changed(true);
    ear.start();
  }

  stop() {
    const ear = this.recognition;
    this.recognition = null;
    if (ear) {
      ear.abort();
      this.on.changed(false);
    }
  }
}
