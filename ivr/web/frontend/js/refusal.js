// What Twilio would refuse: its error code, what it means, and the place in the XML.
import { byId, h } from "./dom.js";

/** Shows the refusal ({code, title, message, place}); null takes it away. */
export function showRefusal(words, refusal) {
  const box = byId("refusal");
  box.hidden = !refusal;
  box.replaceChildren();
  if (!refusal) return;
  const { code, title, message, place } = refusal;
  box.append(words.element("h3", "phone_refusal"), words.element("p.code", "phone_refusal_code", { code }));
  for (const text of [title, message]) if (text) box.append(h("p", {}, text));
  if (place) box.append(h("p.place", {}, words.element("span", "phone_refusal_place"), `: ${place}`));
}
