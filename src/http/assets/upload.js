// A file that is too large is named before it is sent; all else is checked by the server.
const file = document.querySelector("input[data-most]");
if (file) {
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const over = chosen && chosen.size > Number(file.dataset.most) * 1048576;
    file.setCustomValidity(over ? file.dataset.tooLarge : "");
    file.reportValidity();
  });
  file.form.addEventListener("submit", (event) => {
    if (file.validity.customError) {
      event.preventDefault();
      file.reportValidity();
    }
  });
}
