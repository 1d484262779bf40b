// The telephone: its screen, its keys, its clock.
import { byId, calm, h } from "./dom.js";
import { soundKey } from "./sound.js";

export class Device {
  constructor(words) {
    this.words = words;
    this.desk = document.querySelector(".desk");
    this.since = 0;
  }

  /** on.key(key), on.call(), on.silence(), on.mic(): what the caller's finger does. */
  listen(on) {
    for (const key of document.querySelectorAll(".key")) key.addEventListener("click", () => on.key(key.dataset.key));
    byId("call").addEventListener("click", on.call);
    byId("silence").addEventListener("click", on.silence);
    byId("mic").addEventListener("click", on.mic);
  }

  /** idle | live | ended: what the call button does, and whether the screen shows the settings. */
  mode(mode) {
    this.desk.dataset.call = mode;
    const live = mode === "live";
    this.words.label(byId("call"), live ? "phone_hang_up" : "phone_call");
    byId("silence").disabled = !live;
    byId("mic").disabled = !live;
    if (live) this.#startTimer();
    else clearInterval(this.ticking);
  }

  /** Whether the line is thinking. */
  busy(busy) {
    this.desk.setAttribute("aria-busy", String(busy));
  }

  /** Whether the microphone is heard. */
  listens(on) {
    byId("mic").setAttribute("aria-pressed", String(on));
  }

  status(key, values = {}) {
    this.words.show(byId("status"), key, values);
  }

  caption(item) {
    if (item?.kind === "play") byId("caption").replaceChildren(this.words.element("span", soundKey(item.text)));
    else byId("caption").replaceChildren(item ? h("span", { lang: item.language.slice(0, 2) || null }, item.text) : "");
  }

  /** The keys held so far, and a dot for each of `digits` still to come. */
  keyed(keys, digits = 0) {
    byId("keyed").textContent = keys ? keys.padEnd(digits ?? 0, "·") : "";
  }

  press(key) {
    const button = document.querySelector(`.key[data-key="${CSS.escape(key)}"]`);
    button?.classList.add("down");
    setTimeout(() => button?.classList.remove("down"), 130);
  }

  /** The bar that shows how long the line will wait; 0 takes it away. */
  patience(seconds) {
    const bar = byId("patience");
    const fill = bar.firstElementChild;
    bar.classList.remove("runs");
    fill.style.transitionDuration = "";
    fill.style.transform = seconds ? "scaleX(1)" : "";
    if (!seconds || calm()) return;
    fill.getBoundingClientRect();
    bar.classList.add("runs");
    fill.style.transitionDuration = `${seconds}s`;
    fill.style.transform = "scaleX(0)";
  }

  #startTimer() {
    clearInterval(this.ticking);
    this.since = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - this.since) / 1000);
      const two = (number) => String(number).padStart(2, "0");
      byId("timer").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    };
    tick();
    this.ticking = setInterval(tick, 1000);
  }
}
