// What is heard on a telephone besides the line's own words: music and tones by name, people by theirs.
import { h } from "./dom.js";

/** Which text of the page names a sound: an address, or (music), (beep). */
export function soundKey(text) {
  if (text === "(beep)") return "phone_beep";
  return /music/.test(text) ? "phone_music" : "phone_sound";
}

/** The address of a sound on this very site, or null. */
export function soundAddress(text) {
  return /^https?:/.test(text) ? new URL(text).pathname : null;
}

/** Who speaks: by the number of their telephone, or "caller". */
export function who(words, names, voice) {
  if (voice === "caller") return words.text("phone_who_caller");
  return names[voice] ?? (voice || words.text("phone_agent_somebody"));
}

/** All of them, in the order of the language. */
export function everybody(words, names, people) {
  const list = new Intl.ListFormat(words.language, { type: "conjunction" });
  return list.format(people.map((each) => who(words, names, each)));
}

/** Lines of one kind that follow each other, together. */
export function runs(items) {
  const found = [];
  for (const item of items) {
    const kind = item.kind ?? "say";
    if (kind === "say" && found.at(-1)?.kind === "say") found.at(-1).items.push(item);
    else found.push({ kind, items: [item] });
  }
  return found;
}

/** A person's words, with their name above. */
export function personTurn(name, item) {
  const said = h("p.bubble", {}, item.text);
  return [h("div.turn.line.person", {}, h("p.who", {}, name), said), said];
}
