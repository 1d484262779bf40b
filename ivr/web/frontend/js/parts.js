// Parts of a page ([data-part] with an id) that are swapped for newer ones; what somebody writes in is left alone.
const TOKEN = 'input[name="csrf_token"]';

export class Parts {
  constructor(root) {
    this.root = root;
    this.known = new Map();
    this.written = new Set();
    for (const part of document.querySelectorAll("[data-part]")) this.known.set(part.id, told(part));
    document.addEventListener("input", (event) => {
      const form = event.target.closest("[data-written]");
      if (form) this.written.add(form.id);
    });
  }

  /** Takes from a newer page what differs. A part with parts in it is swapped whole only when its data-key differs. */
  take(newer) {
    const token = newer.querySelector(TOKEN)?.value;
    if (token) for (const field of document.querySelectorAll(TOKEN)) field.value = token;
    for (const part of newer.querySelectorAll("[data-part]")) {
      const mine = document.getElementById(part.id);
      const html = told(part);
      if (!mine || this.known.get(part.id) === html) continue;
      const other = mine.dataset.key !== part.dataset.key;
      if (!other && this.written.has(part.id)) continue;
      if (!other && part.querySelector("[data-part]")) this.#dress(mine, part);
      else this.#swap(mine, part);
      this.known.set(part.id, html);
    }
  }

  /** What was written in this form was sent: the next one may take its place. */
  sent(form) {
    this.written.delete(form.id);
    this.known.delete(form.closest("[data-part]")?.id);
  }

  #dress(mine, part) {
    mine.className = part.className;
    for (const { name, value } of part.attributes) if (name.startsWith("data-")) mine.setAttribute(name, value);
  }

  #swap(mine, part) {
    const at = mine.contains(document.activeElement) ? document.activeElement : null;
    const way = at && where(mine, at);
    const open = new Set([...mine.querySelectorAll("details[open][id]")].map((one) => one.id));
    const chosen = [...mine.querySelectorAll("details[open] select[id]")];
    const made = document.importNode(part, true);
    for (const inside of part.querySelectorAll("[data-part]")) {
      this.known.set(inside.id, told(inside));
      this.written.delete(inside.id);
    }
    if ("kept" in part.dataset) this.written.add(part.id); // what was sent stands in it, and is not done with
    else this.written.delete(part.id);
    mine.replaceWith(made);
    for (const menu of made.querySelectorAll("details[id]")) menu.open = open.has(menu.id);
    for (const { id, value } of chosen) choose(made.querySelector(`#${CSS.escape(id)}`), value);
    if (at) (way(made) ?? document.getElementById("main")).focus({ preventScroll: true });
  }
}

/** What a part tells; every page has another token of forms, which is no news. */
function told(part) {
  return part.outerHTML.replace(/(name="csrf_token" value=")[^"]*/g, "$1");
}

/** What somebody has chosen in a menu that is open stays chosen, while it can be. */
function choose(select, value) {
  if ([...(select?.options ?? [])].some((one) => one.value === value)) select.value = value;
}

/** How to find in a newer part what has the focus in this one: by its id, its key, or its name. */
function where(mine, at) {
  if (at === mine) return (made) => made;
  if (at.id) return (made) => made.querySelector(`#${CSS.escape(at.id)}`);
  if (at.dataset.press) return (made) => made.querySelector(`[data-press="${at.dataset.press}"]`);
  const form = at.closest("form")?.getAttribute("action");
  return (made) => [...made.querySelectorAll("form")].find((one) => one.getAttribute("action") === form)?.querySelector("button");
}
