/* Says, while an hour is chosen, when that is in UTC and how far off. Without this script the page says so on its return. */
"use strict";

const STEP = 15 * 60_000;
const FURTHEST = 14 * 3_600_000;

customElements.define(
  "chosen-moment",
  class extends HTMLElement {
    #listening = false;

    // The parser may connect the element before its children exist, so they are looked up when they are needed.
    connectedCallback() {
      if (this.#listening) return;
      this.#listening = true;
      this.addEventListener("input", () => this.#tell());
    }

    #tell() {
      const [day, hour] = ["date", "time"].map((type) => this.querySelector(`input[type="${type}"]`).value);
      const moment = day && hour ? this.#meantBy(`${day} ${hour.slice(0, 5)}`) : null;
      this.querySelector("output").textContent = moment === null ? "" : this.#inWords(moment);
    }

    // An hour that the clocks skip has no moment and one that they repeat has two: about these the desk asks by itself.
    #meantBy(wanted) {
      const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: this.dataset.zone, dateStyle: "short", timeStyle: "short" });
      const naive = Date.parse(`${wanted.replace(" ", "T")}Z`);
      const found = [];
      for (let moment = naive - FURTHEST; moment <= naive + FURTHEST; moment += STEP)
        if (clock.format(moment) === wanted) found.push(moment);
      return found.length === 1 ? found[0] : null;
    }

    #inWords(moment) {
      const language = document.documentElement.lang;
      const hour = { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      const [here, there] = [this.dataset.zone, "UTC"].map((timeZone) =>
        new Intl.DateTimeFormat(language, { ...hour, timeZone }).format(moment),
      );
      const hours = Math.round((moment - Date.now()) / 3_600_000);
      const [number, unit] = Math.abs(hours) < 48 ? [hours, "hour"] : [Math.round(hours / 24), "day"];
      return `${here} = ${there} UTC, ${new Intl.RelativeTimeFormat(language).format(number, unit)}`;
    }
  },
);
