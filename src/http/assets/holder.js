// A link that is shown once can be copied with a button; without script it is selected by hand.
const link = document.querySelector("input[data-copy]");
if (link && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = link.dataset.copy;
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    said.textContent = link.dataset.copied;
  });
  link.parentElement.append(button, said);
}
if (link) {
  link.addEventListener("focus", () => link.select());
}
// A file that is too large is named before it is sent.
const file = document.querySelector("input[data-most]");
if (file) {
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const over = chosen && chosen.size > Number(file.dataset.most) * 1048576;
    file.setCustomValidity(over ? file.dataset.tooLarge : "");
    file.reportValidity();
  });
  // The form is checked by the server; only this is told before.
  file.form.addEventListener("submit", (event) => {
    if (!file.checkValidity()) {
      event.preventDefault();
      file.reportValidity();
    }
  });
}
