/* The search in the frame of the desk: "/" leads to it, Escape leaves it. */
"use strict";

customElements.define(
  "desk-search",
  class extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("input");
      document.addEventListener("keydown", (event) => this.#press(event));
    }

    #press(event) {
      if (event.key === "Escape" && event.target === this.field) this.field.blur();
      const inField = event.target.closest?.("input, textarea, select, [contenteditable=true], dialog");
      if (event.key !== "/" || inField || event.ctrlKey || event.metaKey || event.altKey) return;
      if (localStorage.getItem("single-keys") === "off" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.closest("details").open = true;
      this.field.focus();
    }
  },
);
