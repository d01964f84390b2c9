/* The keys of the page that translates, and the ticks beside its field while somebody writes. Every key does what a
   button or a link does as well; without this script the ticks tell of the text as it was opened. */
"use strict";

customElements.define(
  "translate-keys",
  class extends HTMLElement {
    connectedCallback() {
      this.form = document.getElementById("here");
      // Before the rich text editor, for which Ctrl Enter is a new line.
      document.addEventListener("keydown", (event) => this.#press(event), { capture: true });
      if (!this.form.querySelector(".form-faults")) this.#begin();
    }

    #press(event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        this.#stop(event);
        const button = this.form.querySelector(event.shiftKey ? "[name=_still]" : "[name=_next]");
        if (button) this.form.requestSubmit(button);
      } else if (event.key === "F8") {
        this.#stop(event);
        const address = event.shiftKey ? this.dataset.previous : this.dataset.next;
        if (address) location.assign(address);
      }
    }

    #stop(event) {
      event.preventDefault();
      event.stopPropagation();
    }

    /* The field is where one begins, at the end of what it says. */
    #begin() {
      this.form.scrollIntoView({ block: "nearest" });
      const field = this.form.querySelector(".translate-target :is(input, textarea):not([type=hidden])");
      const area = this.form.querySelector("[contenteditable=true]");
      if (area) area.focus();
      else field.focus();
      document.addEventListener("prose-editor:ready", (event) => event.detail.editor.commands.focus("end"), { once: true });
    }
  },
);

customElements.define(
  "translate-facts",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      this.form = this.closest("form");
      const area = this.closest(".translate-target");
      this.field = area.querySelector(":is(input, textarea)[name]");
      this.seen = this.field.value;
      for (const event of ["input", "keyup", "change"]) area.addEventListener(event, () => this.#soon());
    }

    #soon() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), 300);
    }

    async #ask() {
      const text = this.field.value;
      if (text === this.seen) return;
      this.seen = text;
      const { name, value } = this.form.querySelector("[name=csrfmiddlewaretoken]");
      const body = new URLSearchParams({ [name]: value, _check: text });
      const answer = await fetch(this.form.action, { method: "POST", body }).catch(() => null);
      // An answer that was overtaken, or that leads to the log-in page, says nothing of this text.
      if (!answer?.ok || answer.redirected || text !== this.seen) return;
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (text === this.seen) this.replaceChildren(...shown.childNodes);
    }
  },
);
