/* Says, while one types a date, how the public will read it in every language. Without this script, each save does. */
"use strict";

customElements.define(
  "partial-date-input",
  class extends HTMLElement {
    #timer = 0;
    #request = null;
    #listening = false;

    // The parser may connect the element before its children exist, so they are looked up when they are needed.
    connectedCallback() {
      if (this.#listening || !this.dataset.echoUrl) return;
      this.#listening = true;
      this.addEventListener("input", () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#ask(), 400);
      });
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
      this.#request?.abort();
    }

    async #ask() {
      this.#request?.abort();
      const value = this.querySelector("input").value.trim();
      if (!value) {
        this.#show({});
        return;
      }
      this.#request = new AbortController();
      try {
        const response = await fetch(`${this.dataset.echoUrl}?${new URLSearchParams({ value })}`, {
          headers: { Accept: "application/json" },
          signal: this.#request.signal,
        });
        this.#show(await response.json(), response.ok);
      } catch (error) {
        // Offline or not our answer: an old echo beside a new text would be wrong, so say nothing.
        if (error.name !== "AbortError") this.#show({});
      }
    }

    #show({ renderings = {}, understood = "", error = "" }, judged = false) {
      const input = this.querySelector("input");
      const output = this.querySelector("output");
      // The admin renumbers the rows of a list by rewriting "for" as text, which an output does not survive.
      output.htmlFor = input.id;
      const complaint = output.querySelector("[data-echo-error]");
      complaint.textContent = error;
      complaint.hidden = !error;
      output.querySelector("[data-echo-readings]").hidden = !understood;
      output.querySelector("[data-echo-understood]").textContent = understood;
      for (const reading of output.querySelectorAll("[data-echo-reading]")) {
        reading.textContent = renderings[reading.dataset.echoReading] ?? "";
      }
      if (judged && error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  },
);
