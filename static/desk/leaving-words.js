/* Before log-out asks what becomes of words this browser kept; at the way in says that it kept some. */
"use strict";

customElements.define(
  "leaving-words",
  class extends HTMLElement {
    connectedCallback() {
      const start = `words:${this.dataset.user ?? ""}`;
      const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(start));
      const way = document.querySelector(this.dataset.user ? "#logout-form" : "#login-form");
      if (!way) return;
      const told = this.querySelector("[data-told]");
      if (!this.dataset.user) {
        told.hidden = kept().length === 0;
        if (!told.hidden) way.before(told);
        return;
      }
      const sheet = this.querySelector("dialog");
      way.addEventListener("submit", (event) => {
        if (!kept().length || sheet.open) return;
        event.preventDefault();
        sheet.showModal();
      });
      sheet.querySelector("[data-keep]").onclick = () => way.submit();
      sheet.querySelector("[data-throw]").onclick = () => {
        for (const key of kept()) localStorage.removeItem(key);
        // The form on this page must not keep them once more on its way out.
        document.querySelector("keep-words")?.remove();
        way.submit();
      };
      sheet.querySelector("[data-stay]").onclick = () => sheet.close();
    }
  },
);
