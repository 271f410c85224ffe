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
