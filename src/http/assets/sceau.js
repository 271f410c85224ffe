// A QR code and a private link carry their secret after the "#", which browsers never send. This
// takes it out of the address and of the history, and posts it.
const form = document.querySelector("form[data-fragment]");
const fragment = location.hash.slice(1);
if (form && fragment.length >= 40) {
  history.replaceState(null, "", location.pathname);
  form.elements[form.dataset.fragment].value = fragment;
  form.submit();
}
