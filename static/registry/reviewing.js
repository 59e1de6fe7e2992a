"use strict";
/* The review queue by keyboard: j and k go on and back, a accepts, r goes to the reason, 1 to 3 choose one of the usual ones,
   z takes the last verdict back, Enter opens the row. The switch turns the keys off, in this browser. */

const OFF = "review-keys-off";

function keysAreOff() {
  return localStorage.getItem(OFF) === "yes";
}

function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

function goTo(step) {
  const lines = [...document.querySelectorAll("[data-line]")];
  const here = lines.findIndex((line) => line.getAttribute("aria-current") === "true");
  const line = lines[here + step];
  if (line) location.assign(line.href);
}

function reasonField() {
  return document.querySelector("[data-give-back]")?.form.elements.reason;
}

function choose(button) {
  const field = reasonField();
  field.value = button.dataset.reason;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const reason = event.target.closest("[data-reason]");
  if (reason) choose(reason);
  const toggle = event.target.closest("[data-keys-switch]");
  if (toggle) {
    localStorage.setItem(OFF, keysAreOff() ? "no" : "yes");
    toggle.setAttribute("aria-pressed", String(!keysAreOff()));
  }
});

/* Enter in the reason gives back, as in a field of one line; with Shift it begins another line. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== reasonField()) return;
  event.preventDefault();
  document.querySelector("[data-give-back]").click();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysAreOff() || isTyping(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (event.key === "j" || event.key === "k") goTo(event.key === "j" ? 1 : -1);
  else if (event.key === "r" && reasonField()) reasonField().focus();
  else {
    const pressed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!pressed) return;
    pressed.click();
  }
  event.preventDefault();
});

function showSwitch() {
  const toggle = document.querySelector("[data-keys-switch]");
  if (!toggle) return;
  toggle.hidden = false;
  toggle.setAttribute("aria-pressed", String(!keysAreOff()));
  const list = document.querySelector(".review-list");
  const line = list.querySelector(".is-current");
  if (line) list.scrollTop = line.offsetTop - list.offsetTop - line.offsetHeight; // nothing where the whole page scrolls
}
document.addEventListener("DOMContentLoaded", showSwitch);
document.addEventListener("page-shown", showSwitch);
