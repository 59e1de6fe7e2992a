"use strict";
/* Boxes that are sent in the order in which they stand: one that is ticked moves behind the ticked ones, one that is not
   any more behind them all. Each ticked one says its place. Without scripts they are sent in the order of the list. */

function order(list, moved) {
  const lines = [...list.children].filter((line) => line.querySelector("input[type=checkbox]"));
  const isTicked = (line) => line.querySelector("input").checked;
  if (moved) {
    const others = lines.filter((line) => line !== moved && isTicked(line));
    const behind = others.at(-1);
    if (behind) behind.after(moved);
    else list.prepend(moved);
    moved.querySelector("input").focus();
  }
  const ticked = [...list.children].filter((line) => line.querySelector("input[type=checkbox]") && isTicked(line));
  for (const line of lines) {
    const place = ticked.indexOf(line) + 1;
    const label = line.querySelector("label");
    if (place) label.dataset.place = String(place);
    else delete label.dataset.place;
  }
}

function listOf(box) {
  return box.closest(".form-check")?.parentElement;
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-ordered]");
  if (box) order(listOf(box), box.closest(".form-check"));
});

for (const event of ["DOMContentLoaded", "page-shown"])
  document.addEventListener(event, () => {
    for (const list of new Set([...document.querySelectorAll("[data-ordered]")].map(listOf))) if (list) order(list, null);
  });
