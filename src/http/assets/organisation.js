// Follows the progress of a file that was sent.
const bar = document.querySelector("progress[data-progress]");
const follow = async () => {
  let now = { finished: true };
  try {
    const answer = await fetch(bar.dataset.progress);
    now = answer.ok ? await answer.json() : now;
  } catch {
    // The page itself says how far it is.
  }
  if (now.finished) {
    location.reload();
    return;
  }
  if (bar.hasAttribute("max")) {
    bar.value = now.rows;
  }
  const words = document.getElementById("words");
  if (words.textContent !== now.words) {
    words.textContent = now.words;
  }
  setTimeout(follow, 1500);
};
if (bar) {
  setTimeout(follow, 2000);
}
