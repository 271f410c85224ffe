// The page that reads seals. What follows `#` in its address is a seal, and is never sent by browsers:
// it is taken out of the address and of the history, and read here. Without one the page lets people
// present something else, and prepares work without a network. Each loads what it needs.

const form = document.getElementById("send");

async function read(seal) {
  try {
    // All at once: they would ask for each other one by one.
    const needed = ["reading", "kept", "figure", "lists", "seal"].map((name) => import(`./${name}.js`));
    const [reading] = await Promise.all(needed);
    await reading.present(seal);
  } catch {
    form.elements.seal.value = seal;
    form.submit();
  }
}

// The address loses its secret before anything else happens; the history never keeps it.
function fromAddress() {
  const fragment = location.hash.slice(1);
  if (fragment.length < 40) return false;
  history.replaceState(null, "", location.pathname);
  read(fragment);
  return true;
}

addEventListener("hashchange", fromAddress);
if (!fromAddress()) for (const name of ["present", "keep"]) import(`./${name}.js`);
