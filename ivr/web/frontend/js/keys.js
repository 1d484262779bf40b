// The keyboard as a telephone: digits, *, #, Enter dials, Esc hangs up; never while somebody types.
import { byId } from "./dom.js";

const typing = (element) => element.matches("input:not([type=checkbox]), select, textarea");

/** on: live(), key(k), dial(), hangUp(), silence(), mute(), help(). */
export function listenToKeys(on) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || byId("help").open) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Escape") return on.hangUp();
    if (event.key === "Enter") return event.target.matches("a, button, summary") ? undefined : on.dial();
    if (byId("shortcuts").checked && single(event.key, on)) event.preventDefault();
  });
}

/** Does what a single key means; false when it means nothing. */
function single(key, on) {
  if (/^[0-9*#]$/.test(key)) on.key(key);
  else if (key === "/") byId("words").focus();
  else if (key === "." && on.live()) on.silence();
  else if (key.toLowerCase() === "m") on.mute();
  else if (key === "?") on.help();
  else return false;
  return true;
}
