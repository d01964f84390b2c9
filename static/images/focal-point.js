// Sets the focal point by click and by arrow keys; without script the two numbers do the same.
class FocalPoint extends HTMLElement {
  connectedCallback() {
    // The two inputs come later in the page than the picture.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    else this.start();
  }

  start() {
    const input = (name) => document.querySelector(`[name="${this.dataset[name]}"]`);
    this.across = input("x");
    this.down = input("y");
    if (!this.across || !this.down) return;
    this.image = this.querySelector("img");
    this.querySelector(".help").hidden = false;
    this.marker = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.marker.setAttribute("aria-hidden", "true");
    for (const [radius, name] of [[14, "halo"], [14, "ring"], [2, "dot"]]) {
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      circle.setAttribute("r", radius);
      circle.setAttribute("class", name);
      this.marker.append(circle);
    }
    this.frame = document.createElement("div");
    this.frame.className = "focal-frame";
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "application");
    this.frame.setAttribute("aria-label", this.querySelector(".help").textContent);
    this.image.before(this.frame);
    this.frame.append(this.image, this.marker);
    this.frame.addEventListener("click", (event) => {
      const box = this.image.getBoundingClientRect();
      this.move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    });
    this.frame.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 10 : 1;
      const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (!way) return;
      event.preventDefault();
      this.move(Number(this.across.value) + way[0], Number(this.down.value) + way[1]);
    });
    for (const each of [this.across, this.down]) each.addEventListener("input", () => this.draw());
    this.draw();
  }

  move(x, y) {
    const percent = (value) => Math.round(Math.min(100, Math.max(0, value)));
    this.across.value = percent(x);
    this.down.value = percent(y);
    this.draw();
  }

  draw() {
    for (const circle of this.marker.children) {
      circle.setAttribute("cx", `${Number(this.across.value)}%`);
      circle.setAttribute("cy", `${Number(this.down.value)}%`);
    }
  }
}

customElements.define("focal-point", FocalPoint);
