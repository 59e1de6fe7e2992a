"use strict";
/* The little that a page can not say in HTML. Saving, filtering and reading work without it; the search for a household does not. */

const root = document.documentElement;

/* Numbers with a minus and a plus under the thumb. */
document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) {
    const field = document.getElementById(step.dataset.for);
    field.value = Math.max(Number(field.min || 0), Number(field.value || 0) + Number(step.dataset.step));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const none = event.target.closest("[data-fill-none]");
  if (none) {
    for (const field of document.querySelectorAll(none.dataset.fillNone)) if (field.value === "") field.value = "0";
    document.querySelector(none.dataset.fillNone)?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (event.target.closest("[data-print]")) window.print();
  const set = event.target.closest("[data-set-date]");
  if (set) {
    const field = document.getElementById(set.dataset.for);
    field.value = set.dataset.setDate;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) {
    const chosen = theme.dataset.themeChoice;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP
    document.cookie = `theme=${chosen};path=/;max-age=31536000;samesite=lax`;
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    for (const other of document.querySelectorAll("[data-theme-choice]")) {
      other.setAttribute("aria-pressed", String(other === theme));
    }
    document.dispatchEvent(new CustomEvent("theme"));
  }
});

/* A tick that ticks all of a form, or of its part: data-tick-all="name". */
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (!all) return;
  const part = all.closest("fieldset") ?? all.form;
  for (const box of part.querySelectorAll(`[name="${all.dataset.tickAll}"]`)) box.checked = all.checked;
});

/* A list that took too long says so (config/given_up.py); other errors leave the page as it is. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 503 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});

/* Parts of a form that only one answer needs: data-shown-for="name=value", or "name=one|another". */
function showParts(form) {
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    const [name, wanted] = part.dataset.shownFor.split("=");
    const chosen = form.querySelector(`[name="${name}"]:checked, select[name="${name}"]`)?.value ?? "";
    part.hidden = !wanted.split("|").includes(chosen);
    if (part instanceof HTMLFieldSetElement) part.disabled = part.hidden; // what is not shown is not sent
  }
}

/* The first officer of a post is responsible for it: data-responsible-for="post" names the select whose options say who is,
   and until when. Whoever begins after that is the next one. */
document.addEventListener("change", (event) => {
  const form = event.target.form;
  const box = form?.querySelector("[data-responsible-for]");
  if (!box || ![box.dataset.responsibleFor, "starts_on"].includes(event.target.name)) return;
  const option = form.elements[box.dataset.responsibleFor].selectedOptions[0];
  const { held, heldUntil } = option.dataset;
  const isFree = !held || (Boolean(heldUntil) && form.elements.starts_on.value > heldUntil);
  if (event.target.name !== "starts_on" || isFree !== (box.dataset.isFree === "true")) box.checked = isFree;
  box.dataset.isFree = isFree;
  const hint = document.getElementById(`${box.id}_helptext`);
  if (hint && option.value) hint.textContent = isFree ? box.dataset.free : `${box.dataset.taken}${held}`;
});

/* The day and the village at the head of a form follow their fields; a day that is not today is loud. */
function showDayAndPlace(form) {
  for (const shown of form.querySelectorAll("[data-day-of]")) {
    const day = document.getElementById(shown.dataset.dayOf)?.value ?? "";
    const { today, todayWord, noDay } = shown.dataset;
    const shortened = day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
    const words = day ? `${shortened} ${new Date(`${day}T12:00`).toLocaleDateString(root.lang, { weekday: "short" })}` : noDay;
    shown.textContent = `${day === today ? `${todayWord} ` : ""}${words} ▾`;
    shown.classList.toggle("is-another-day", day !== today);
  }
  for (const shown of form.querySelectorAll("[data-choice-of]")) {
    const select = document.getElementById(shown.dataset.choiceOf);
    const option = select?.selectedOptions?.[0];
    if (option && !select.closest("[hidden]")) shown.textContent = option.value ? (option.closest("optgroup")?.label ?? option.text) : "";
  }
  for (const shown of form.querySelectorAll("[data-place-of]")) {
    const chosen = form.querySelector(`[name="${shown.dataset.placeOf}"]:checked`);
    if (chosen?.dataset.place && !chosen.closest("[hidden]")) shown.textContent = chosen.dataset.place;
  }
}

/* A search box inside a form belongs to no form (form=""): Enter, or the key of a phone's keyboard, searches at once. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("form [type=search][hx-post]")) return;
  event.preventDefault();
  htmx.trigger(event.target, "search-now");
});

/* A form is sent once. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("role") === "search") return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});

/* A select that moves on by itself, where there is a button for those without scripts. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-go]")) event.target.form.requestSubmit();
});

/* Once for the page as it was opened, and again for the main part that an answer puts in its place (sending.js). */
function setUp() {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    showParts(form);
    form.addEventListener("input", () => { showParts(form); showDayAndPlace(form); });
  }
  document.querySelector(".error-summary")?.focus();
}
document.addEventListener("DOMContentLoaded", setUp);
document.addEventListener("page-shown", setUp);
document.addEventListener("typed-again", (event) => { showParts(event.target); showDayAndPlace(event.target); });
