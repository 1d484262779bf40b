// Elements in one line: h("p.note", { lang: "es" }, "…"), byId("log").
export const byId = (id) => document.getElementById(id);

/** An element "tag.class.class" with attributes (null ones left out) and children (texts or elements, null left out). */
export function h(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) if (value != null) made.setAttribute(name, value);
  made.append(...children.filter((child) => child != null));
  return made;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
