// Follows a batch that is being issued: asks every second how far it is, and shows its summary when
// it has come to its end. Without this, the page's own link shows it anew.
const place = document.querySelector("[data-follow]");
const bar = place?.querySelector("progress");
async function look() {
  let wait = 1000;
  try {
    const answer = await fetch(place.dataset.follow, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const { ended, done, all, said } = await answer.json();
    if (ended) return location.reload();
    bar.max = all;
    bar.value = done;
    for (const text of place.querySelectorAll("[data-said]")) text.textContent = said[text.dataset.said];
  } catch {
    wait = 5000;
  }
  setTimeout(look, wait);
}
if (bar) setTimeout(look, 1000);
