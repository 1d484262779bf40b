// How long a message has been spoken, of how long it may be.
import { byId } from "./dom.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Recorder {
  constructor(words) {
    this.words = words;
    this.form = byId("record");
  }

  /** A voice is recorded, for so many seconds at most; 0: none is, and how long it would be is typed. */
  show(longest) {
    this.stop();
    this.form.classList.toggle("spoken", longest > 0);
    this.words.show(byId("record-lead"), longest ? "phone_record_spoken" : "phone_record_lead");
    this.words.show(byId("record-done"), longest ? "phone_record_done" : "phone_record_leave");
    this.words.show(byId("record-leave"), longest ? "phone_hang_up" : "phone_record_hang_up");
    if (!longest) return;
    const since = performance.now();
    const tick = () => {
      const spoken = Math.min(longest, Math.floor((performance.now() - since) / 1000));
      byId("record-time").textContent = `${clock(spoken)} / ${clock(longest)}`;
    };
    tick();
    this.ticking = setInterval(tick, 250);
  }

  stop() {
    clearInterval(this.ticking);
  }
}
