/* Keeps typed words in this browser until they are saved, and offers them on return; never inserts or saves them by
   itself. Without this script the browser's own way back is all there is. */
"use strict";

{
  // The editor of rich text shows what it is told, not what its field holds.
  const editors = new Map();
  document.addEventListener("prose-editor:ready", (event) => {
    editors.set(event.detail.textarea, event.detail.editor);
    event.target.closest?.("form")?.querySelector("keep-words")?.arrived(event.detail.textarea);
  });

  const UNTYPED = /^(_|csrfmiddlewaretoken)|__prefix__|-(id|closed|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$/;

  const read = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    if (field.selectedOptions) return [...field.selectedOptions].map((option) => option.value);
    return [field.value.replace(/\r\n/g, "\n")];
  };

  customElements.define(
    "keep-words",
    class extends HTMLElement {
      #before = new Map();
      #always = new Set();
      #timer = 0;

      connectedCallback() {
        // The form is whole once the document is: this script is a module.
        this.form = this.closest("form");
        this.start = `words:${this.dataset.user}:`;
        this.key = `${this.start}${this.dataset.page}:${this.dataset.form}`;
        for (const form of this.dataset.saved.split(" ").filter(Boolean)) this.#forget((key) => key.endsWith(`:${form}`));
        for (const field of this.#fields()) this.#before.set(field, String(read(field)));
        const mine = this.#load(this.key);
        // A form that was refused comes back with what was typed; it still is not saved.
        if (mine) this.#always = new Set(Object.keys(mine.fields));
        for (const event of ["input", "change", "click", "keyup"]) this.form.addEventListener(event, () => this.#soon());
        addEventListener("pagehide", () => this.#keep());
        this.form.addEventListener("submit", () => this.#keep());
        this.form.addEventListener("row:drawn", (event) => {
          for (const field of event.target.querySelectorAll("[name]")) this.#before.set(field, String(read(field)));
        });
        this.#offer();
      }

      /* The editor tidies what it is given: that is nobody's typing. */
      arrived(textarea) {
        if (this.#before.has(textarea) && !this.#timer) this.#before.set(textarea, String(read(textarea)));
      }

      #fields() {
        return [...this.form.elements].filter(
          (field) => field.name && !UNTYPED.test(field.name) && !["submit", "button", "file", "password", "hidden"].includes(field.type),
        );
      }

      /* A row is known by its key: its number changes when others come or go. */
      #address(field) {
        const [, prefix, index, rest] = field.name.match(/^([a-z_]+)-(\d+)-(.+)$/) ?? [];
        const key = prefix && this.form.elements[`${prefix}-${index}-id`]?.value;
        return key ? `${prefix}~${key}~${rest}` : field.name;
      }

      #soon() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#keep(), 400);
      }

      #keep() {
        clearTimeout(this.#timer);
        const fields = {};
        for (const field of this.#fields()) {
          const address = this.#address(field);
          if (String(read(field)) !== (this.#before.get(field) ?? "") || this.#always.has(address)) {
            fields[address] = [...(fields[address] ?? []), ...read(field)];
            if (field.selectedOptions) fields[`${address}|labels`] = [...field.selectedOptions].map((option) => option.text);
          }
        }
        const others = this.form.querySelector("[data-moved]") || [...this.form.elements].some((field) => field.files?.length);
        this.form.toggleAttribute("data-unsaved", Boolean(others) || Object.keys(fields).length > 0);
        try {
          if (Object.keys(fields).length) localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields }));
          else localStorage.removeItem(this.key);
        } catch {
          // No room or no permission: the form works as it would without this script.
        }
      }

      #load(key) {
        try {
          return JSON.parse(localStorage.getItem(key));
        } catch {
          return null;
        }
      }

      #forget(which) {
        for (const key of Object.keys(localStorage)) if (key.startsWith(this.start) && which(key)) localStorage.removeItem(key);
      }

      #others() {
        const page = `${this.start}${this.dataset.page}:`;
        return Object.keys(localStorage)
          .filter((key) => key.startsWith(page) && key !== this.key)
          .map((key) => ({ key, ...this.#load(key) }))
          .filter((record) => record.fields)
          .sort((one, other) => other.at - one.at);
      }

      /* Returns the field an address stands for, opening or adding its row first if told; nothing if it has none. */
      async #find(address, reach) {
        const [prefix, key, rest] = address.split("~");
        if (rest) {
          const id = [...this.form.querySelectorAll(`[name^="${prefix}-"][name$="-id"]`)].find((field) => field.value === key);
          if (!id) return null;
          const row = id.closest(".inline-related");
          if (reach) await this.#opened(row);
          return this.form.elements[id.name.replace(/-id$/, `-${rest}`)] ?? null;
        }
        const [, group, index] = address.match(/^([a-z_]+)-(\d+)-/) ?? [];
        const total = group && this.form.elements[`${group}-TOTAL_FORMS`];
        while (reach && total && Number(total.value) <= Number(index)) {
          const before = total.value;
          document.querySelector(`#${group}-group .add-row a`)?.click();
          if (total.value === before) break;
        }
        return this.form.elements[address] ?? null;
      }

      #opened(row) {
        const details = row.querySelector("details.row-details");
        if (!details || details.open) return null;
        const drawn = details.dataset.part && new Promise((resolve) => row.addEventListener("row:drawn", resolve, { once: true }));
        details.open = true;
        return drawn;
      }

      async #offer() {
        for (const record of this.#others()) {
          // What the form says already was saved, by whatever way.
          const known = await Promise.all(
            Object.entries(record.fields).map(async ([address, values]) => {
              if (address.includes("|")) return true;
              const field = await this.#find(address, false);
              return field !== null && String(read(field)) === String(values);
            }),
          );
          if (known.every(Boolean)) localStorage.removeItem(record.key);
        }
        const [record] = this.#others();
        const sheet = this.querySelector("section");
        sheet.hidden = !record;
        if (!record) return;
        const when = new Date(record.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
        sheet.querySelector("[data-told]").textContent = `${this.dataset.told} ${when}`;
        const words = Object.entries(record.fields).filter(([address]) => !address.includes("|"));
        const text = words.map(([, values]) => new DOMParser().parseFromString(values.join(" "), "text/html").body.textContent);
        const list = sheet.querySelector("ul");
        list.replaceChildren(
          ...text.filter((each) => each.trim()).slice(0, 5).map((each) => {
            const item = document.createElement("li");
            item.textContent = each.length > 200 ? `${each.slice(0, 200)}…` : each;
            return item;
          }),
        );
        sheet.querySelector("[data-take]").onclick = () => this.#take(record);
        sheet.querySelector("[data-throw]").onclick = () => {
          localStorage.removeItem(record.key);
          this.#offer();
        };
      }

      async #take(record) {
        const left = [];
        for (const [address, values] of Object.entries(record.fields)) {
          if (address.includes("|")) continue;
          const field = await this.#find(address, true);
          if (!field) left.push(values.join(" "));
          else this.#put(field, values, record.fields[`${address}|labels`] ?? values);
        }
        this.#keep();
        if (!left.length) localStorage.removeItem(record.key);
        const sheet = this.querySelector("section");
        sheet.querySelector("[data-told]").textContent = left.length ? this.dataset.left : this.dataset.taken;
        sheet.querySelector("[data-take]").hidden = true;
        sheet.querySelector("[data-throw]").hidden = !left.length;
        sheet.querySelector("ul").replaceChildren(
          ...left.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
        );
      }

      #put(field, values, labels) {
        if (field.type === "checkbox") {
          field.checked = values.length > 0;
        } else if (field.options) {
          for (const [at, value] of values.entries()) {
            if (value && ![...field.options].some((option) => option.value === value)) field.add(new Option(labels[at], value));
          }
          for (const option of field.options) option.selected = values.includes(option.value);
        } else {
          field.value = values[0] ?? "";
          editors.get(field)?.commands.setContent(field.value);
        }
        for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
        window.django?.jQuery?.(field).trigger("change.select2");
      }
    },
  );
}
