"use strict";
/* A table of numbers (data-grid): arrows and Enter move between its inputs, a block that is copied from a spreadsheet
   (tabs and line ends) fills the cells from the chosen one on; the word for none of the tables (data-none) is a 0. What
   does not fit stays typed for the server to refuse beside its cell; what finds no cell is counted and said in the
   element that data-grid names. A row has the sum of the cells with data-sum in its output of the same name
   (data-sum-of). "None for all empty cells" (data-fill-all) names the rows in a dialog first. */

const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td input:not([hidden])")]);

function placeOf(grid, input) {
  const rows = rowsOf(grid);
  for (const [row, inputs] of rows.entries()) {
    const column = inputs.indexOf(input);
    if (column >= 0) return { rows, row, column };
  }
  return null;
}

function go(input) {
  if (!input) return false;
  input.focus();
  input.select();
  return true;
}

document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  if (!grid || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("input")) return;
  const at = placeOf(grid, event.target);
  if (!at) return;
  const { rows, row, column } = at;
  const steps = {
    ArrowUp: () => rows[row - 1]?.[column],
    ArrowDown: () => rows[row + 1]?.[column],
    Enter: () => (event.shiftKey ? rows[row - 1]?.[column] : rows[row + 1]?.[column] ?? rows[0][column + 1]),
    ArrowLeft: () => rows[row][column - 1],
    ArrowRight: () => rows[row][column + 1],
  };
  if (!(event.key in steps)) return;
  if (go(steps[event.key]()) || event.key === "Enter") event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const grid = event.target.closest?.("[data-grid]");
  const at = grid && event.target.matches("input") ? placeOf(grid, event.target) : null;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!at || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  let last = event.target, left = 0;
  for (const [down, line] of text.replace(/[\r\n]+$/, "").split(/\r\n|\n|\r/).entries()) {
    for (const [right, cell] of line.split("\t").entries()) {
      const input = at.rows[at.row + down]?.[at.column + right];
      if (!input || input.disabled) {
        left += cell.trim() ? 1 : 0;
        continue;
      }
      input.value = cell.trim() === grid.dataset.none ? "0" : cell.trim();
      last = input;
    }
  }
  last.dispatchEvent(new Event("input", { bubbles: true }));
  sayLeft(grid, left);
  for (const row of grid.querySelectorAll("tbody tr")) addUp(row);
  go(last);
});

function sayLeft(grid, left) {
  const note = document.getElementById(grid.dataset.grid);
  if (!note) return;
  note.hidden = !left;
  note.textContent = left ? note.dataset.left.replace("{n}", left) : "";
}

function addUp(row) {
  for (const sum of row.querySelectorAll("output[data-sum-of]")) {
    const inputs = [...row.querySelectorAll(`[data-sum="${CSS.escape(sum.dataset.sumOf)}"] input`)];
    sum.textContent = inputs.reduce((all, input) => all + (Number.parseInt(input.value, 10) || 0), 0);
  }
}

document.addEventListener("input", (event) => {
  const row = event.target.closest?.("[data-grid] tbody tr");
  if (row) addUp(row);
});
function addUpAll() {
  for (const row of document.querySelectorAll("[data-grid] tbody tr")) addUp(row);
}
for (const shown of ["DOMContentLoaded", "page-shown", "typed-again"]) document.addEventListener(shown, addUpAll);

const emptyOf = (grid) => rowsOf(grid).map((inputs) => inputs.filter((input) => input.value.trim() === "" && !input.disabled));

function ask(dialog, grid) {
  const list = dialog.querySelector("[data-fill-rows]");
  const rows = [...grid.querySelectorAll("tbody tr")];
  const found = emptyOf(grid)
    .map((inputs, place) => [rows[place].dataset.rowName, inputs.length])
    .filter(([, empty]) => empty);
  list.replaceChildren(
    ...found.map(([name, empty]) => {
      const line = document.createElement("li");
      line.textContent = `${name} ${empty}`;
      return line;
    }),
  );
  dialog.querySelector("[data-fill-nothing]").hidden = found.length > 0;
  dialog.querySelector("[data-fill-do]").hidden = found.length === 0;
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const grid = document.querySelector("[data-grid]");
  const button = event.target.closest("[data-fill-all]");
  if (button && grid) ask(document.getElementById(button.dataset.fillAll), grid);
  const dialog = event.target.closest("dialog.fill-all");
  if (!dialog) return;
  if (event.target.closest("[data-fill-do]")) {
    const cells = emptyOf(grid).flat();
    for (const input of cells) input.value = "0";
    cells[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    dialog.close();
  } else if (event.target.closest("[data-fill-cancel]")) dialog.close();
});
