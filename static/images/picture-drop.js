// Sends files one by one, so that each says how it went as soon as it is known; without script they go in one form.
class PictureDrop extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.status = this.querySelector(".progress");
    this.results = this.querySelector(".results");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send([...this.input.files]);
    });
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", (event) => {
      event.preventDefault();
      this.send([...event.dataTransfer.files]);
    });
  }

  async send(files) {
    if (this.busy || !files.length) return;
    this.busy = true;
    this.querySelector(".gate-report").hidden = false;
    for (const [index, file] of files.entries()) {
      this.status.textContent = this.dataset.progress
        .replace("%(number)s", index + 1)
        .replace("%(total)s", files.length);
      this.results.prepend(await this.sendOne(file));
    }
    this.status.textContent = "";
    this.form.reset();
    this.busy = false;
  }

  async sendOne(file) {
    const data = new FormData(this.form);
    data.delete("files");
    data.append("files", file);
    try {
      const answer = await fetch(this.form.action || location.href, { method: "POST", body: data, headers: { "X-Part": "results" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector(".upload-results");
    } catch {
      const failed = document.createElement("p");
      failed.textContent = `${file.name}: ${this.dataset.failed}`;
      return failed;
    }
  }
}

customElements.define("picture-drop", PictureDrop);
