// One recording: play, seek by time, by word or by line, and follow the words while they are said.
import { byId, calm } from "./dom.js";

const player = byId("player");
if (player) begin();

function begin() {
  const sound = byId("sound"), seek = byId("seek"), play = byId("play"), transcript = byId("transcript");
  const words = transcript ? [...transcript.querySelectorAll(".w")] : [];
  const spans = words.map((word) => [Number(word.dataset.start), Number(word.dataset.end)]);
  const bars = [...(byId("wave")?.querySelectorAll("rect") ?? [])];
  const flat = byId("flat");
  let current = -1, hand = -1, past = 0, ours = false;

  sound.removeAttribute("controls");
  byId("controls").hidden = false;
  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
  for (const each of document.querySelectorAll(".at")) each.disabled = false;
  transcript?.classList.add("ready");

  const length = () => (Number.isFinite(sound.duration) ? sound.duration : Number(player.dataset.seconds));

  /** Goes to a moment; the words and the outline follow even where the sound has not come yet. */
  function go(seconds, andPlay = false) {
    sound.currentTime = Math.min(Math.max(0, seconds), Math.max(0, length() - 0.05));
    show();
    if (andPlay) sound.play().catch(troubled);
  }

  function show() {
    const at = sound.currentTime;
    if (!ours) seek.value = String(at);
    const said = `${clock(at)} ${player.dataset.of} ${clock(length())}`;
    if (seek.getAttribute("aria-valuetext") !== said) seek.setAttribute("aria-valuetext", said);
    byId("now").textContent = clock(at);
    outline(at / (length() || 1));
    follow(at);
  }

  function outline(share) {
    if (flat) flat.value = 1000 * share;
    const to = Math.round(share * bars.length);
    for (let n = Math.min(past, to); n < Math.max(past, to); n++) bars[n].classList.toggle("past", n < to);
    past = to;
  }

  function follow(at) {
    const found = wordAt(at);
    if (found === current) return;
    words[current]?.classList.remove("now");
    words[current]?.removeAttribute("aria-current");
    current = found;
    if (found < 0) return;
    words[found].classList.add("now");
    words[found].setAttribute("aria-current", "true");
    if (!sound.paused) keepInSight(words[found]);
  }

  /** The word being said; between two words, the one before. -1: none has begun. */
  function wordAt(at) {
    let low = 0, high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle][0] <= at + 0.02) low = middle + 1; else high = middle;
    }
    const n = low - 1;
    return n >= 0 && at > spans[n][1] + 1 ? -1 : n;
  }

  function keepInSight(word) {
    const box = word.getBoundingClientRect(), covered = player.getBoundingClientRect();
    const top = getComputedStyle(player).position === "sticky" ? covered.bottom : 0;
    if (box.top < top + 8 || box.bottom > innerHeight - 24) {
      scrollBy({ top: box.top - top - 0.3 * (innerHeight - top), behavior: calm() ? "auto" : "smooth" });
    }
  }

  function step() {
    show();
    if (!sound.paused) requestAnimationFrame(step);
  }

  function state() {
    player.classList.toggle("playing", !sound.paused);
    play.setAttribute("aria-label", sound.paused ? player.dataset.play : player.dataset.pause);
    if (!sound.paused) requestAnimationFrame(step);
  }

  function troubled() {
    if (sound.error) byId("trouble").textContent = player.dataset.away;
  }

  const toggle = () => (sound.paused ? sound.play().catch(troubled) : sound.pause());

  /** The word the keyboard is at, which plays with Enter. */
  function take(n) {
    words[hand]?.classList.remove("at-hand");
    hand = Math.min(Math.max(0, n), words.length - 1);
    words[hand].classList.add("at-hand");
    keepInSight(words[hand]);
    go(spans[hand][0]);
  }

  play.addEventListener("click", toggle);
  for (const type of ["play", "pause", "ended"]) sound.addEventListener(type, state);
  for (const type of ["timeupdate", "seeked", "loadedmetadata", "durationchange"]) sound.addEventListener(type, show);
  sound.addEventListener("durationchange", () => { seek.max = String(length()); });
  sound.addEventListener("error", troubled);
  seek.addEventListener("input", () => { ours = true; go(Number(seek.value)); ours = false; });
  byId("speed").addEventListener("change", (event) => { sound.playbackRate = Number(event.target.value); });
  for (const tool of document.querySelectorAll("[data-by]")) {
    tool.addEventListener("click", () => go(sound.currentTime + Number(tool.dataset.by)));
  }
  transcript?.addEventListener("click", (event) => {
    if (String(getSelection())) return; // somebody copies words
    const at = event.target.closest(".w, .at");
    if (at) go(Number(at.dataset.start), true);
  });
  transcript?.addEventListener("keydown", (event) => {
    if (event.target !== transcript || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) take((hand < 0 ? current : hand) + by);
    else if (event.key === "Enter") go(spans[Math.max(0, hand < 0 ? current : hand)][0], true);
    else if (event.key === " ") toggle();
    else return;
    event.preventDefault();
  });
  transcript?.addEventListener("blur", () => { words[hand]?.classList.remove("at-hand"); hand = -1; });
  show();
}

function clock(seconds) {
  const whole = Math.floor(seconds || 0), two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
