// The flow graph: lights up node by node as the call goes, and keeps the call in sight.
import { calm, h } from "./dom.js";

const STEP = 130;
const LIGHT = `
  [data-node] { opacity: 0.62; transition: opacity 200ms; }
  [data-node].visited, [data-node].current { opacity: 1; }
  [data-node].visited > :is(rect, path, polygon, ellipse, circle):first-of-type { stroke: var(--brass); stroke-width: 2.5px; }
  [data-node].current > :is(rect, path, polygon, ellipse, circle):first-of-type { stroke: var(--brass); stroke-width: 4px; fill: var(--brass-wash); }
  @media (forced-colors: active) { [data-node].current > :first-of-type { stroke: Highlight; } }
`;

export class CallMap {
  constructor(view, trail, words) {
    Object.assign(this, { view, trail, words });
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
    for (const node of this.nodes.values()) node.classList.remove("visited", "current");
    this.current = null;
    this.last = null;
  }

  /** Lights the nodes of one turn one after another, and follows. */
  light(path, at) {
    const way = at && path.at(-1) !== at ? [...path, at] : path;
    const turn = this.turn;
    way.forEach((name, index) => {
      const go = () => turn === this.turn && this.#visit(name);
      if (calm()) go();
      else setTimeout(go, index * STEP);
    });
  }

  larger() {
    this.#scale(this.zoom * 1.25);
  }

  smaller() {
    this.#scale(this.zoom / 1.25);
  }

  /** Brings the node where the call is into the middle. */
  here() {
    const node = this.nodes.get(this.current);
    if (!node || !this.view.clientWidth) return;
    const [spot, frame] = [node.getBoundingClientRect(), this.view.getBoundingClientRect()];
    this.view.scrollBy({
      left: spot.left + spot.width / 2 - frame.left - frame.width / 2,
      top: spot.top + spot.height / 2 - frame.top - frame.height / 2,
      behavior: calm() ? "auto" : "smooth",
    });
  }

  #visit(name) {
    if (name === this.last) return this.here();
    this.last = name;
    this.nodes.get(this.current)?.classList.remove("current");
    this.nodes.get(name)?.classList.add("visited", "current");
    this.current = name;
    this.trail.querySelector(".empty")?.remove();
    this.trail.append(h("li", {}, name));
    this.trail.scrollLeft = this.trail.scrollWidth;
    this.here();
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
    this.#scale(1);
  }

  #scale(zoom) {
    if (!this.svg) return;
    this.zoom = Math.min(3, Math.max(0.2, zoom));
    this.svg.setAttribute("width", this.width * this.zoom);
    this.svg.setAttribute("height", this.height * this.zoom);
    this.here();
  }
}
