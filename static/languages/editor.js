// Gives each rich text editor the name and the language of the field it stands for: the editable area is not the
// field itself, so neither its label nor its lang reaches it.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const area = editor.view.dom;
  const label = textarea.labels && textarea.labels[0];
  if (label) {
    area.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
    label.addEventListener("click", () => editor.commands.focus());
  }
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  const help = textarea.getAttribute("aria-describedby");
  if (help) {
    area.setAttribute("aria-describedby", help);
  }
  if (textarea.lang) {
    area.lang = textarea.lang;
  }
});
