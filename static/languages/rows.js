/* Rows of a form: fetches the fields of one that is opened, and moves rows up and down where their order is edited. */
"use strict";

{
  const form = document.querySelector("#content-main form");

  async function draw(details) {
    const row = details.closest(".inline-related");
    const address = new URL(form.action, location.href);
    address.searchParams.set("part", details.dataset.part);
    delete details.dataset.part;
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) {
      return; // The button in the row saves the draft and opens the row by itself.
    }
    const fields = document.createElement("template");
    fields.innerHTML = await answer.text();
    details.querySelector("p")?.remove();
    details.append(fields.content);
    row.querySelector('[name$="-closed"]')?.remove();
    row.dispatchEvent(new CustomEvent("row:drawn", { bubbles: true }));
    // What was moved before it was opened keeps its new place.
    const moved = row.querySelector("[data-moved]");
    if (moved) {
      const field = [...row.querySelectorAll(`[name="${moved.name}"]`)].find((one) => one !== moved);
      if (field) {
        field.value = moved.value;
        moved.remove();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: row.id.replace(/-\d+$/, "") } }));
  }

  // "toggle" does not bubble.
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open && event.target.dataset.part) draw(event.target);
    },
    true,
  );

  function rowsOf(group) {
    return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  }

  function write(row, field, value) {
    const name = `${row.id}-${field}`;
    let input = row.querySelector(`[name="${name}"]`);
    if (!input) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name });
      input.dataset.moved = "1";
      row.append(input);
    }
    input.value = value;
    row.dataset.order = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function order(row, field) {
    return row.querySelector(`[name="${row.id}-${field}"]`)?.value ?? row.dataset.order;
  }

  function move(row, by) {
    const group = row.closest("[data-order-field]");
    const rows = rowsOf(group);
    const at = rows.indexOf(row);
    const other = rows[at + by];
    if (!other) return false;
    const field = group.dataset.orderField;
    if (by < 0) other.before(row);
    else other.after(row);
    if (field === "place_in_list") {
      write(row, field, at + by + 1);
    } else {
      const [mine, theirs] = [order(row, field), order(other, field)];
      if (mine !== theirs && mine !== "" && theirs !== "") {
        write(row, field, theirs);
        write(other, field, mine);
      } else {
        rowsOf(group).forEach((each, place) => {
          if (order(each, field) !== String(place + 1)) write(each, field, place + 1);
        });
      }
    }
    return true;
  }

  function button(group, by) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "row-move";
    made.dataset.move = by;
    made.textContent = by < 0 ? "↑" : "↓";
    made.setAttribute("aria-label", by < 0 ? group.dataset.up : group.dataset.down);
    return made;
  }

  function equip(row) {
    const group = row.closest("[data-order-field]");
    const head = row.querySelector("h3");
    if (group && head && !head.querySelector("[data-move]")) head.append(button(group, -1), button(group, 1));
  }

  for (const group of document.querySelectorAll("[data-order-field]")) rowsOf(group).forEach(equip);
  document.addEventListener("formset:added", (event) => equip(event.target));
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-move]");
    if (pressed && move(pressed.closest(".inline-related"), Number(pressed.dataset.move))) pressed.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["PageUp", "PageDown"].includes(event.key)) return;
    const row = event.target.closest?.(".inline-related");
    if (!row?.closest("[data-order-field]")) return;
    event.preventDefault();
    const focused = document.activeElement;
    if (move(row, event.key === "PageUp" ? -1 : 1)) focused.focus();
  });
}
