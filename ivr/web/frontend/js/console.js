// The console: live by server-sent events, parts of the page swapped as they change, keys, timers, a sound.
import { byId } from "./dom.js";
import { Live } from "./live.js";
import { Parts } from "./parts.js";
import { listenForShortcuts } from "./shortcuts.js";
import { Bell } from "./bell.js";
import { questions } from "./questions.js";

const floor = byId("floor");
if (floor) begin();

function begin() {
  const parts = new Parts(floor), bell = new Bell(byId("sound"));
  let busy = null, again = false;

  /** Asks for the page once more and takes what changed; asked meanwhile, once more after that. */
  async function renew() {
    if (busy) return void (again = true);
    busy = true;
    try {
      await take(await fetch(location.href, { headers: { "HX-Request": "true", Accept: "text/html" }, cache: "no-store" }));
    } catch {
      lost(true);
    }
    busy = null;
    if (again) { again = false; renew(); }
  }

  async function take(answer) {
    if (answer.status === 401 || answer.status === 403) return location.reload(); // signed out, or not theirs any more
    if (!answer.ok && answer.status !== 422) return lost(true); // 422: the page, with what is wrong in its form
    lost(false);
    const before = byId("part-stage")?.dataset.key;
    parts.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    const stage = byId("part-stage");
    if (stage && stage.dataset.key !== before) moved(stage);
    dress();
  }

  function moved(stage) {
    document.title = stage.dataset.title;
    say(stage.dataset.say);
    if (stage.dataset.view === "offer") bell.ring();
    if (stage.dataset.view === "idle" && location.search) for (const name of ["service", "more"]) forget(name);
  }

  /** A form is sent without leaving the page; what it answers is the page as it is then. */
  async function send(form, button) {
    if (form.getAttribute("aria-busy") === "true") {
      if (button !== form.sender) form.next = button; // another one, pressed meanwhile; the same one was pressed twice
      return; // a button that is switched off would lose the focus
    }
    form.sender = button;
    const fields = new FormData(form, button);
    const menus = [...floor.querySelectorAll("details.menu[open]")].map((menu) => menu.id);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(button?.hasAttribute("formaction") ? button.formAction : form.action, { method: "POST", body: fields, headers: { "HX-Request": "true", Accept: "text/html" } });
      const refused = answer.url.includes("trouble="), unfit = answer.status === 422;
      if (!refused) parts.sent(form);
      if (answer.url.includes("note=filed")) forget("more");
      for (const id of menus) if (byId(id)) byId(id).open = false; // one that was opened meanwhile stays
      await take(answer);
      say(byId("part-notice").textContent.trim());
      if (refused) byId("part-notice").scrollIntoView({ block: "nearest" });
      if (unfit) floor.querySelector('[aria-invalid="true"]')?.focus();
    } catch {
      lost(true);
    }
    form.removeAttribute("aria-busy");
    const next = form.next?.dataset.press;
    delete form.next;
    if (next) floor.querySelector(`[data-press="${next}"]`)?.click();
  }

  function say(words) {
    if (words) byId("say").textContent = words;
  }

  function lost(is) {
    const told = byId("lost");
    if (told.hidden === !is) return;
    told.hidden = !is;
    told.textContent = is ? floor.dataset.lost : "";
    say(is ? floor.dataset.lost : floor.dataset.found);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-choose]");
    if (form) go(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  document.addEventListener("input", (event) => { if (event.target.closest("#part-form")) questions(); });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  if (byId("keys")) listenForShortcuts(byId("keys"), byId("keys-open"));

  /** Another form, on the same page. */
  function go(address) {
    history.replaceState(null, "", address);
    renew();
  }

  function forget(name) {
    const query = new URLSearchParams(location.search);
    query.delete(name);
    history.replaceState(null, "", `${location.pathname}?${query}`);
  }

  /** What the page cannot do without a script: timers that run, the newest words in sight. */
  function dress() {
    tick();
    questions();
    for (const log of floor.querySelectorAll("[data-follow]")) if (!log.matches(":hover, :focus")) log.scrollTop = log.scrollHeight;
  }

  function tick() {
    const now = Date.now();
    for (const time of document.querySelectorAll("[data-since]")) show(time, clock((now - Date.parse(time.dataset.since)) / 1000));
    for (const time of document.querySelectorAll("[data-until]")) show(time, clock((Date.parse(time.dataset.until) - now) / 1000));
  }

  for (const name of ["note", "trouble"]) forget(name);
  dress();
  setInterval(tick, 1000);
  setInterval(renew, 60_000); // what changes by itself
  setInterval(() => { if (byId("part-waiting")) renew(); }, 15_000); // how many wait, who is at work: nobody else tells
  floor.addEventListener("toggle", (event) => { if (event.target.id === "menu-in" && event.target.open) renew(); }, true);
  if (floor.dataset.events) new Live(floor.dataset.events, floor.dataset.number, Number(floor.dataset.calm ?? 60), renew, lost);
  if (byId("part-stage")?.dataset.view === "offer") moved(byId("part-stage"));
}

function show(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds)), two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
