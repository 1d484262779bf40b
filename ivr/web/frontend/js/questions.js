// Which questions of the form are due by the answers so far, and which is to be asked next.
import { byId } from "./dom.js";

const SHOWN = 3;

/** Shows the questions that are due, and of those without an answer the next ones to ask. */
export function questions() {
  const form = byId("part-form");
  if (!form) return;
  const answer = (code) => form.elements[`q_${code}`]?.value ?? form.elements[code]?.value ?? "";
  const asked = new Map();
  for (const question of form.querySelectorAll("[data-question]")) {
    const due = holds(JSON.parse(question.dataset.when ?? "{}"), (code) => (asked.get(code) === false ? "" : answer(code)));
    asked.set(question.dataset.question, due);
    question.hidden = !due;
    for (const field of question.querySelectorAll("input, select")) field.disabled = !due;
  }
  let left = SHOWN;
  for (const line of document.querySelectorAll("#next [data-next]")) {
    const code = line.dataset.next;
    const open = asked.get(code) !== false && !(code && answer(code).trim());
    line.hidden = !open || left-- <= 0;
  }
  const missing = [...form.querySelectorAll("[required]:enabled")].some((field) => !field.value.trim());
  const promise = byId("promise");
  if (promise) promise.hidden = missing;
}

/** As the line itself would ask; {} always holds. The rule is console/asking.py's. */
function holds(rule, answer) {
  return (
    !rule.never &&
    (rule.known ?? []).every((code) => answer(code)) &&
    !(rule.unknown ?? []).some((code) => answer(code)) &&
    Object.entries(rule.slots ?? {}).every(([code, values]) => values.includes(answer(code))) &&
    (!rule.any || rule.any.some((one) => holds(one, answer))) &&
    !(rule.none ?? []).some((one) => holds(one, answer))
  );
}
