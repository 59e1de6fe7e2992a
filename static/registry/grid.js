"use strict";
/* A table of inputs (data-grid) is moved through as in a spreadsheet: up, down and Enter to the same column of another
   row, left and right at the ends of what is typed. A block that was copied from a spreadsheet is pasted from the input
   on; what finds no input is counted and said, and the inputs that were there stay as they were. A row says the sum of
   the inputs whose data-sum names it. */

const CELLS = "input:not([type=hidden]):not([hidden]):not(:disabled)";
const cellsOf = (row) => [...row.querySelectorAll(CELLS)];
const rowsOf = (table) => [...table.querySelectorAll("tbody tr")].filter((row) => cellsOf(row).length);
/* The place of an input among the cells of its row, so that rows with a disabled cell keep their columns. */
const columnOf = (input) => input.closest("td, th").cellIndex;
const cellAt = (row, column) => row?.cells[column]?.querySelector(CELLS) ?? null;

function goToCell(input) {
  if (!input) return;
  input.focus();
  input.select();
}

function aboveOrBelow(input, rowStep) {
  const rows = rowsOf(input.closest("[data-grid]"));
  return cellAt(rows[rows.indexOf(input.closest("tr")) + rowStep], columnOf(input));
}

function leftOrRight(input, step) {
  const cells = cellsOf(input.closest("tr"));
  return cells[cells.indexOf(input) + step] ?? null;
}

const isAllMarked = (input) => input.selectionStart === 0 && input.selectionEnd === input.value.length;

function cellAfterKey(input, key) {
  if (key === "ArrowUp") return aboveOrBelow(input, -1);
  if (key === "ArrowDown" || key === "Enter") return aboveOrBelow(input, 1);
  if (key === "ArrowLeft" && (isAllMarked(input) || input.selectionEnd === 0)) return leftOrRight(input, -1);
  if (key === "ArrowRight" && (isAllMarked(input) || input.selectionStart === input.value.length)) return leftOrRight(input, 1);
  return null;
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!input.matches?.(`[data-grid] tbody ${CELLS}`)) return;
  const target = cellAfterKey(input, event.key);
  if (target || event.key === "Enter") event.preventDefault(); // Enter in the last row sends nothing half done
  goToCell(target);
});

/* The lines and cells of a block; a cell in quotes may hold a line break, which no number has. */
const blockOf = (text) => text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));

function fillBlock(input, block) {
  const rows = rowsOf(input.closest("[data-grid]")).slice(rowsOf(input.closest("[data-grid]")).indexOf(input.closest("tr")));
  let left = 0;
  block.forEach((line, down) => {
    const cells = rows[down] ? cellsOf(rows[down]) : [];
    const first = cells.indexOf(cellAt(rows[down], columnOf(input)));
    line.forEach((value, right) => {
      const cell = first < 0 ? null : cells[first + right];
      if (!cell) {
        left += value ? 1 : 0;
        return;
      }
      cell.value = value;
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  return left;
}

function sayLeft(table, left) {
  const note = document.getElementById(table.dataset.grid);
  if (!note) return;
  note.hidden = !left;
  note.textContent = left ? note.dataset.left.replace("{n}", left) : "";
}

document.addEventListener("paste", (event) => {
  const input = event.target;
  if (!input.matches?.(`[data-grid] tbody ${CELLS}`)) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\n\r]/.test(text.trim())) return; // one value goes where the cursor is
  event.preventDefault();
  const table = input.closest("[data-grid]");
  sayLeft(table, fillBlock(input, blockOf(text)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

function addUp(row) {
  for (const sum of row.querySelectorAll("output[data-sum-of]")) {
    const inputs = [...row.querySelectorAll(`[data-sum="${CSS.escape(sum.dataset.sumOf)}"] ${CELLS}`)];
    sum.textContent = inputs.reduce((all, input) => all + (Number.parseInt(input.value, 10) || 0), 0);
  }
}

document.addEventListener("input", (event) => {
  const row = event.target.closest?.("[data-grid] tbody tr");
  if (row) addUp(row);
});
const addUpAll = () => { for (const row of document.querySelectorAll("[data-grid] tbody tr")) addUp(row); };
document.addEventListener("typed-again", addUpAll);
document.addEventListener("DOMContentLoaded", addUpAll);
document.addEventListener("page-shown", addUpAll);
