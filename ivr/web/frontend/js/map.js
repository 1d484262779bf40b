// The flow graph: lights up node by node as the call goes, and keeps the call in sight.
import { calm, h } from "./dom.js";

const STEP = 130;
const READABLE = 1;
// the page's colours for the graph, then what the call has passed and where it is
const LIGHT = `
  :host {
    --flow-paper: var(--card); --flow-frame: var(--paper); --flow-ink: var(--ink); --flow-soft: var(--soft);
    --flow-line: var(--line); --flow-arrow: var(--edge);
  }
  @media (prefers-reduced-motion: no-preference) {
    [data-node] > :is(rect, polygon), path[data-from] { transition: stroke 200ms, stroke-width 200ms, fill 200ms; }
  }
  [data-node].visited > :is(rect, polygon):first-of-type { stroke: var(--brass); stroke-width: 3px; }
  path[data-from].walked { stroke: var(--brass); stroke-width: 2.2px; }
  [data-node].current > :is(rect, polygon) { stroke: var(--brass); fill: var(--brass-wash); }
  [data-node].current > :is(rect, polygon):first-of-type { stroke-width: 4px; }
  @media (forced-colors: active) { [data-node].current > :is(rect, polygon):first-of-type { stroke: Highlight; } }
`;

export class CallMap {
  /** start: the node where every call begins, shown before there is one. */
  constructor(view, trail, words, start) {
    Object.assign(this, { view, trail, words, start });
    this.zoom = 1;
    this.nodes = new Map();
    this.current = null;
    this.turn = 0;
  }

  /** Fetches and shows the graph; false when there is none. */
  async load(address) {
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      this.#draw(await answer.text());
      return true;
    } catch {
      this.view.replaceChildren(this.words.element("p.empty", "phone_map_failed"));
      return false;
    }
  }

  clear() {
    this.turn += 1;
    this.trail.replaceChildren();
    for (const lit of this.svg?.querySelectorAll(".visited, .current, .walked") ?? []) {
      lit.classList.remove("visited", "current", "walked");
    }
    this.current = null;
    this.here();
  }

  /** Lights the nodes of one turn one after another, and follows. */
  light(path, at) {
    const way = at && path.at(-1) !== at ? [...path, at] : path;
    const turn = this.turn;
    if (calm()) return way.forEach((name) => this.#visit(name)), this.here();
    way.forEach((name, index) => {
      const go = () => turn === this.turn && (this.#visit(name), this.here());
      setTimeout(go, index * STEP);
    });
  }

  larger() {
    this.#scale(this.zoom * 1.25);
  }

  smaller() {
    this.#scale(this.zoom / 1.25);
  }

  /** Brings the node where the call is into the middle; of its flow as much as there is room for. */
  here() {
    const node = this.nodes.get(this.current ?? this.start);
    this.trail.parentElement.scrollLeft = this.trail.parentElement.scrollWidth;
    if (!node || !this.view.clientWidth) return;
    const view = this.view.getBoundingClientRect();
    const [spot, flow] = [node, node.closest("[data-flow]") ?? node].map((it) => it.getBoundingClientRect());
    const across = flow.width <= view.width ? flow : spot;
    const down = flow.height <= view.height ? flow : spot;
    this.view.scrollBy({
      left: across.left + across.width / 2 - view.left - view.width / 2,
      top: down.top + down.height / 2 - view.top - view.height / 2,
      behavior: calm() || !this.current ? "auto" : "smooth",
    });
  }

  #visit(name) {
    if (name === this.current) return;
    if (!this.current && this.zoom < READABLE) this.#scale(READABLE);
    if (this.current) this.#walk(this.current, name);
    this.nodes.get(this.current)?.classList.remove("current");
    this.nodes.get(name)?.classList.add("visited", "current");
    this.current = name;
    this.trail.querySelector(".empty")?.remove();
    this.trail.append(h("li", {}, name));
  }

  #walk(from, to) {
    const way = `path[data-from="${CSS.escape(from)}"][data-to="${CSS.escape(to)}"]`;
    for (const arrow of this.svg?.querySelectorAll(way) ?? []) arrow.classList.add("walked");
  }

  // The graph stands in a shadow of its own. A strict policy forbids styles in markup, so they are taken out of the text
  // before it is parsed, and come back as an adopted sheet and as properties.
  #draw(text) {
    let styles = "";
    const bare = text
      .replace(/<style[^>]*>([\s\S]*?)<\/style>/g, (_, css) => ((styles += css.replace(/<!\[CDATA\[|\]\]>/g, "")), ""))
      .replace(/\sstyle="/g, ' data-style="');
    const svg = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
    if (svg.localName !== "svg") throw new Error("no graph");
    const host = h("div.map-host");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles.replaceAll(":root", ":host").replaceAll("&gt;", ">").replaceAll("&amp;", "&") + LIGHT);
    shadow.adoptedStyleSheets = [sheet];
    for (const element of svg.querySelectorAll("[data-style]")) element.style.cssText = element.dataset.style;
    for (const element of svg.querySelectorAll("script")) element.remove();
    this.svg = document.importNode(svg, true);
    const box = (this.svg.getAttribute("viewBox") ?? "0 0 800 600").split(/[\s,]+/).map(Number);
    this.width = box[2];
    this.height = box[3];
    shadow.append(this.svg);
    this.view.replaceChildren(host);
    for (const node of this.svg.querySelectorAll("[data-node]")) this.nodes.set(node.dataset.node, node);
    this.#scale(READABLE);
  }

  #scale(zoom) {
    if (!this.svg) return;
    this.zoom = Math.min(3, Math.max(0.08, zoom));
    this.svg.setAttribute("width", this.width * this.zoom);
    this.svg.setAttribute("height", this.height * this.zoom);
    this.here();
  }
}
