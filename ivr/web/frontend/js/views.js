// On a small screen one view is shown at a time; a dot says that another has something new.
export class Views {
  constructor() {
    this.desk = document.querySelector(".desk");
    this.tabs = [...document.querySelectorAll("[data-show]")];
    this.opened = () => {};
    for (const tab of this.tabs) tab.addEventListener("click", () => this.open(tab.dataset.show));
  }

  open(view) {
    this.desk.dataset.view = view;
    for (const tab of this.tabs) {
      const here = tab.dataset.show === view;
      tab.toggleAttribute("data-news", tab.hasAttribute("data-news") && !here);
      if (here) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    this.opened(view);
  }

  news(view) {
    if (!view || view === this.desk.dataset.view) return;
    this.tabs.find((tab) => tab.dataset.show === view)?.setAttribute("data-news", "");
  }
}
