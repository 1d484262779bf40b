// The sound of a caller who is offered; a button switches it off, and the browser remembers.
import { Tones } from "./tones.js";

const KEPT = "onecall-sound";

export class Bell {
  constructor(button) {
    this.on = localStorage.getItem(KEPT) !== "off";
    this.tones = new Tones(() => !this.on);
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(this.on));
    button.addEventListener("click", () => {
      this.on = !this.on;
      localStorage.setItem(KEPT, this.on ? "on" : "off");
      button.setAttribute("aria-pressed", String(this.on));
      this.ring();
    });
  }

  ring() {
    this.tones.ring();
  }
}
