// Counts what is typed into a field with data-most, and says how much is too much: nothing that is pasted is cut.
const SHOWN_FROM = 0.8;

function count(field) {
  const most = Number(field.dataset.most);
  const length = [...field.value.replace(/\r\n/g, "\n")].length;
  let counter = field.nextElementSibling;
  if (!counter?.matches("output.counter")) {
    counter = document.createElement("output");
    counter.className = "counter form-text";
    field.after(counter);
  }
  counter.hidden = length < most * SHOWN_FROM;
  counter.textContent = `${length} / ${most}`;
  counter.classList.toggle("counter-over", length > most);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-most]")) count(event.target);
});
for (const field of document.querySelectorAll("[data-most]")) if (field.value) count(field);
