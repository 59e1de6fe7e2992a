"use strict";
/* Lines of a form (data-lines): Enter in the last one, or the button, adds another; without scripts the button sends the form for it. */

const counter = (lines) => lines.querySelector(`[name="${lines.dataset.lines}-TOTAL_FORMS"]`);
const most = (lines) => Number(lines.querySelector(`[name="${lines.dataset.lines}-MAX_NUM_FORMS"]`).value);
const all = (lines) => [...lines.querySelectorAll("[data-lines-here] > [data-line-of-form]")];
const first = (line) => line.querySelector("input:not([type=hidden]), select");

function addLine(lines) {
  const number = Number(counter(lines).value);
  if (number >= most(lines)) return null;
  const line = lines.querySelector("template[data-line]").content.firstElementChild.cloneNode(true);
  for (const node of [line, ...line.querySelectorAll("*")]) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, value.replace("__prefix__", number));
    }
  }
  lines.querySelector("[data-lines-here]").append(line);
  counter(lines).value = number + 1;
  return line;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-one-more]");
  const line = button && addLine(button.closest("[data-lines]"));
  if (!line) return;
  event.preventDefault();
  first(line).focus();
});

/* Enter goes on to the next line, and makes one after the last; anywhere else in the form it saves. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("form[data-keep] input:not([type=search])")) return;
  const form = event.target.form, lines = form.querySelector("[data-lines]");
  if (!lines) return;
  event.preventDefault();
  const line = event.target.closest("[data-line-of-form]");
  if (!line) {
    form.requestSubmit(form.querySelector(".form-foot .button-primary"));
    return;
  }
  const next = all(lines)[all(lines).indexOf(line) + 1] ?? addLine(lines);
  if (next) first(next).focus();
});

/* The copy in the browser may have more lines than the page: they are there before it is filled in (typed.js). */
document.addEventListener("typed-lines", (event) => {
  for (const lines of event.target.querySelectorAll("[data-lines]")) {
    const wanted = Number(event.detail[`${lines.dataset.lines}-TOTAL_FORMS`] ?? 0);
    while (Number(counter(lines).value) < wanted && addLine(lines));
  }
});
