// A link that is shown once can be copied with a button; without script it is selected by hand.
const link = document.getElementById("made");
const button = document.getElementById("copy");
if (button && navigator.clipboard) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    button.nextElementSibling.textContent = button.dataset.copied;
  });
  button.hidden = false;
}
if (link) {
  link.addEventListener("focus", () => link.select());
}
