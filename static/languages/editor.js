// Gives each rich text editor the name and the language of the field it stands for: the editable area is not the
// field itself, so neither its label nor its lang reaches it. Its buttons and dialogs speak the language of the desk.
{
  const words = (word) => {
    const place = document.querySelector("#editor-words")?.content.querySelector(`[data-word="${CSS.escape(word)}"]`);
    return place?.textContent;
  };

  // The dialogs of the editor ask this when they open; Django's catalogue has nothing for them.
  const catalogue = window.gettext ?? ((word) => word);
  window.gettext = (word) => words(word) ?? catalogue(word);

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

    const translate = () => {
      for (const button of area.parentElement.querySelectorAll("button[title], button > :is(p, h3, h4)")) {
        const word = words(button.title || button.textContent);
        if (word && button.title) {
          button.title = word;
          button.setAttribute("aria-label", word);
        } else if (word) {
          button.textContent = word;
        }
      }
    };
    // The toolbar is made once the editor says so, which may be after it calls itself ready.
    translate();
    editor.on("create", translate);
  });
}
