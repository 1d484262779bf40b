// The agent's telephone as a thing: its screen, keys and buttons, and what can be done at this moment.
import { byId } from "./dom.js";
import { soundKey } from "./sound.js";

export class Handset {
  constructor(words) {
    this.words = words;
    this.desk = document.querySelector(".desk");
    this.keys = "";
  }

  /** on: key(key), answer(), hangUp(), say(text), act(name). */
  listen(on) {
    for (const key of document.querySelectorAll(".key")) key.addEventListener("click", () => on.key(key.dataset.key));
    for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => on.act(button.dataset.act));
    byId("answer").addEventListener("click", on.answer);
    byId("hang-up").addEventListener("click", on.hangUp);
    byId("say").addEventListener("submit", (event) => {
      event.preventDefault();
      on.say(byId("words").value);
      byId("words").value = "";
    });
  }

  /** status: a text of the page and its values. latest: the last line that was heard. who: is there. */
  show({ state, people }, name, status, latest, who) {
    const live = state !== "idle" && state !== "ringing";
    this.#live(live);
    this.desk.dataset.set = live ? "live" : state;
    byId("name").textContent = name;
    this.words.show(byId("status"), ...status);
    if (!live) byId("caption").replaceChildren();
    else if (latest) this.#caption(latest);
    byId("words").placeholder = this.words.text("phone_together_hint", who);
    this.#may(state, live, people, name);
  }

  press(key) {
    const button = document.querySelector(`.key[data-key="${CSS.escape(key)}"]`);
    button?.classList.add("down");
    setTimeout(() => button?.classList.remove("down"), 130);
  }

  /** Says what went wrong; null takes it away. */
  problem(key, values) {
    const box = byId("problem");
    box.hidden = !key;
    if (key) this.words.show(box, key, values);
  }

  // Somebody at the keyboard stays where the telephone is answered, though it is another button now.
  #may(state, live, people, name) {
    const inside = byId("composer").contains(document.activeElement) || byId("set").contains(document.activeElement);
    byId("answer").disabled = state !== "ringing";
    byId("hang-up").disabled = !live && state !== "ringing";
    byId("rings").hidden = state !== "ringing";
    byId("say").hidden = !people.length;
    byId("note").hidden = state === "ringing" || people.length > 0;
    this.words.show(byId("note"), live ? "phone_agent_keys_lead" : "phone_agent_idle_note", { name });
    const lost = !document.activeElement.checkVisibility() || document.activeElement.disabled || document.activeElement === document.body;
    if (inside && lost) (people.length ? byId("words") : state === "ringing" ? byId("answer") : byId("log")).focus();
  }

  #caption(item) {
    if (item.kind === "play") this.words.show(byId("caption"), soundKey(item.text));
    else {
      delete byId("caption").dataset.t;
      byId("caption").textContent = item.text;
    }
  }

  #live(live) {
    if ((this.desk.dataset.call === "live") === live) return;
    this.desk.dataset.call = live ? "live" : "idle";
    clearInterval(this.ticking);
    if (!live) return;
    const since = Date.now();
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const tick = () => (byId("timer").textContent = `${two((Date.now() - since) / 60000)}:${two(((Date.now() - since) / 1000) % 60)}`);
    tick();
    this.ticking = setInterval(tick, 1000);
  }
}
