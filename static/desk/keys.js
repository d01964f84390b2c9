/* The keys of a form, and what the bar says while it is saved. Every key does what a button or a link does as well. */
"use strict";

customElements.define(
  "desk-keys",
  class extends HTMLElement {
    connectedCallback() {
      if (this.form) return; // moved into the bar, where what goes on is said
      this.form = this.closest("form");
      this.sheet = this.querySelector("dialog");
      this.status = this.querySelector("[role=status]");
      this.single = this.querySelector("[data-single]");
      this.querySelector("[data-list]").hidden = false;
      this.querySelector("[data-list]").onclick = () => this.sheet.showModal();
      this.querySelector("[data-close]").onclick = () => this.sheet.close();
      this.single.checked = localStorage.getItem("single-keys") !== "off";
      this.single.onchange = () => localStorage.setItem("single-keys", this.single.checked ? "on" : "off");
      document.addEventListener("keydown", (event) => this.#press(event));
      this.form.addEventListener("submit", () => this.#saving());
      this.form.querySelector(".parts-menu")?.addEventListener("click", (event) => {
        if (event.target.closest("a")) event.currentTarget.open = false;
      });
      addEventListener("pageshow", (event) => this.#quiet(event.persisted ? "" : this.told));
      if (!this.closest(".submit-row")) this.form.querySelector(".submit-row")?.append(this);
      this.told = this.status.textContent;
    }

    #press(event) {
      const inField = event.target.closest?.("input, textarea, select, [contenteditable=true], dialog");
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        const save = this.form.querySelector(".submit-row [name=_continue]") ?? this.form.querySelector(".submit-row [name=_save]");
        if (save) this.form.requestSubmit(save);
      } else if (event.key === "F8") {
        event.preventDefault();
        this.#next(event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest?.("dialog")) {
        this.#leave(event.target);
      } else if (!inField && this.single.checked && !this.sheet.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const does = { "?": () => this.sheet.showModal(), l: () => this.#language(), p: () => this.#preview() }[event.key];
        if (!does) return;
        event.preventDefault();
        does();
      }
    }

    /* The next language, as its button does: the draft is saved first. */
    #language() {
      const buttons = [...this.form.querySelectorAll("[name=_lang]")];
      const at = buttons.findIndex((button) => button.hasAttribute("aria-current"));
      buttons[(at + 1) % buttons.length]?.click();
    }

    #preview() {
      document.querySelector(".object-tools [data-key=p]")?.click();
    }

    /* Out of a field into its row, out of a row to its closed line. */
    #leave(here) {
      if (!this.form.contains(here) || document.querySelector(".select2-container--open, .calendarbox[style*=block], .clockbox[style*=block]")) return;
      const row = here.closest("details.row-details[open]");
      const summary = row?.querySelector("summary");
      if (row && (here === summary || !here.matches("input, textarea, select, [contenteditable=true]"))) row.open = false;
      if (summary) summary.focus();
      else here.blur();
    }

    /* A field, or the row that hides it. */
    #place(name) {
      const field = this.form.elements[name];
      return field ?? document.getElementById(name.match(/^[a-z_]+-\d+/)?.[0]);
    }

    async #next(by) {
      const names = this.dataset.needs.split(" ").filter((name) => name && this.#place(name));
      if (!names.length) {
        this.#say(this.dataset.nothing);
        return;
      }
      const here = document.activeElement;
      const after = (name) => Boolean(here.compareDocumentPosition(this.#place(name)) & Node.DOCUMENT_POSITION_FOLLOWING);
      const current = names.findIndex((name) => this.#place(name).closest?.(".form-row, .inline-related")?.contains(here) && this.last === name);
      let at;
      if (current >= 0) at = current + by;
      else if (by > 0) at = names.findIndex(after);
      else at = names.findLastIndex((name) => !after(name));
      const name = names.at(at < 0 || at >= names.length ? (by > 0 ? 0 : -1) : at);
      this.last = name;
      const row = this.#place(name).closest(".inline-related");
      const details = row?.querySelector("details.row-details");
      if (details && !details.open) {
        const drawn = details.dataset.part && new Promise((resolve) => row.addEventListener("row:drawn", resolve, { once: true }));
        details.open = true;
        await drawn;
      }
      const field = this.form.elements[name];
      const editor = field?.closest?.(".prose-editor")?.querySelector("[contenteditable=true]");
      (editor ?? field)?.focus();
    }

    #saving() {
      this.#say(this.dataset.saving);
      this.timer = setTimeout(() => this.#say(this.dataset.still), 4000);
    }

    #say(words, { told = false } = {}) {
      this.status.textContent = words;
      this.status.toggleAttribute("data-told", told);
    }

    /* What the page came with is written anew: a screen reader tells only what changes in the line. */
    #quiet(words) {
      clearTimeout(this.timer);
      this.#say("");
      this.#say(words, { told: true });
    }
  },
);
