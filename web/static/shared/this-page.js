// A form that comes back to this page comes back to the part of it that is shown: of an address's
// fragment the server hears nothing.

for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-this-page]"))) {
  const page = field.value;
  field.form?.addEventListener("submit", () => (field.value = page + location.hash));
}
