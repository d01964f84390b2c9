/* Says who else has the form open, and that we have, at once and every minute. Without this script, one reads who else
   is there and is not announced; what two people saved is merged all the same. */
"use strict";

customElements.define(
  "also-here",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      if (this.#timer) return;
      this.#timer = setInterval(() => this.#tell(), 60_000);
      this.#tell();
      addEventListener("pageshow", (event) => event.persisted && this.#tell());
    }

    disconnectedCallback() {
      clearInterval(this.#timer);
      this.#timer = 0;
    }

    #body() {
      const { name, value } = this.closest("form").querySelector("[name=csrfmiddlewaretoken]");
      return new URLSearchParams({ [name]: value });
    }

    async #tell() {
      const answer = await fetch(this.dataset.here, { method: "POST", body: this.#body() }).catch(() => null);
      // A session that is over answers with the way in: the form itself says so when it is saved.
      if (answer?.ok && !answer.redirected) this.textContent = (await answer.json()).others;
    }
  },
);
