// Who calls, in which language, at what time: the settings on the screen before a call.
import { byId } from "./dom.js";

/** Lets the settings unfold, and Enter in them dial. */
export function listenToSetup(dial) {
  byId("from").addEventListener("change", () => (byId("from-row").hidden = byId("from").value === "hidden"));
  byId("clock").addEventListener("change", () => (byId("clock-row").hidden = byId("clock").value !== "other"));
  byId("setup").addEventListener("submit", (event) => event.preventDefault());
  byId("setup").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    byId("call").focus();
    dial();
  });
}

/** {from, language, now, speaks}: an empty one is a hidden number, the language the line remembers, the present. */
export function settings() {
  const clock = byId("clock").value;
  return {
    from: byId("from").value === "hidden" ? "" : byId("from-number").value.trim(),
    language: byId("call-language").value,
    speaks: byId("speaks").value === "microphone",
    now: clock === "other" ? byId("clock-at").value : clock,
  };
}
