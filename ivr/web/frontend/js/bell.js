// The sound of a caller who is offered; a button switches it off, and the browser remembers.
import { Tones } from "./tones.js";

const KEPT = "onecall-sound";
const ONE = "onecall-bell", LONG = 2000, POLITE = 200;

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
      this.tones.ring();
    });
  }

  /** Of several tabs one rings; one that nobody has touched yet, and which a browser keeps silent, lets the others. */
  ring() {
    if (!navigator.locks) return this.tones.ring(); // a page without https
    setTimeout(() => navigator.locks.request(ONE, { ifAvailable: true }, (mine) => mine && this.#ring()),
      navigator.userActivation?.hasBeenActive === false ? POLITE : 0);
  }

  #ring() {
    this.tones.ring();
    return new Promise((over) => setTimeout(over, LONG));
  }
}
