/* Gives the fields of Django's autocompletes (select2) the name of the label they stand for, and their list its roles;
   names the day and the hour of a moment, which Django writes beside its fields only. */
"use strict";

function name(container) {
  const select = container.previousElementSibling;
  const label = select?.labels?.[0];
  const box = container.querySelector(".select2-selection");
  if (!label || !box) return;
  label.id ||= `label-of-${select.id}`;
  const chosen = box.querySelector(".select2-selection__rendered");
  const search = box.querySelector(".select2-search__field");
  if (search) {
    // Several values: the label names the box and the field in it; with "clear all" in it, the list is none.
    box.setAttribute("aria-labelledby", label.id);
    search.setAttribute("aria-labelledby", label.id);
    chosen.setAttribute("role", "presentation");
  } else {
    // One value: the label, then the value, which is no field of its own.
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    chosen.removeAttribute("role");
    chosen.removeAttribute("aria-readonly");
  }
}

function nameAll(root) {
  for (const container of root.querySelectorAll(".select2-container")) name(container);
  for (const icon of root.querySelectorAll(".search-label-icon")) icon.setAttribute("role", "img");
  for (const head of root.querySelectorAll("th.original:empty")) {
    // The head of the column that has none; a header cell without words is announced as a gap.
    const cell = document.createElement("td");
    cell.className = "original";
    head.replaceWith(cell);
  }
  for (const field of root.querySelectorAll("p.datetime input")) {
    const words = field.labels.length ? "" : field.previousSibling?.textContent.trim().replace(/\s*:$/, "");
    if (words) field.setAttribute("aria-label", words);
  }
}

// The admin makes them when the page is ready, and again for every row that is added.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.nodeType === Node.ELEMENT_NODE && node.matches(".select2-container")) name(node);
      else if (node.nodeType === Node.ELEMENT_NODE && node.matches(".search-label-icon")) node.setAttribute("role", "img");
      else if (node.nodeType === Node.ELEMENT_NODE) nameAll(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
nameAll(document);
