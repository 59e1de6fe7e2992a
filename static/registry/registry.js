"use strict";
/* The little that a page can not say in HTML. Saving, filtering and reading work without it; the search for a household does not. */

const root = document.documentElement;

/* What is typed survives a lost session: kept in this browser until the form is saved. */
const KEPT = "typed:", SENT = "sent:";

function remember(form) {
  const secret = [...form.querySelectorAll("[data-private]")].map((field) => field.name);
  const typed = [...new FormData(form).entries()].filter(([name]) => name !== "csrfmiddlewaretoken" && !secret.includes(name));
  sessionStorage.setItem(KEPT + location.pathname, JSON.stringify(typed));
}

/* The key of the form comes back with what was typed: sent before, it is answered with its receipt (sending.js). */
async function bringBack(form) {
  const kept = sessionStorage.getItem(KEPT + location.pathname);
  if (!kept || form.dataset.fresh !== "yes") return;
  const typed = JSON.parse(kept);
  const key = typed.find(([name]) => name === "client_key")?.[1];
  if (key && sessionStorage.getItem(SENT + location.pathname) && await wasSaved(form, key)) return;
  for (const [name, value] of typed) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.checked || field.value === value;
      else if (field.name === "client_key" || (field.type !== "hidden" && value)) field.value = value;
    }
  }
}

/* The answer to it was lost, and asked for now: what was saved does not come back into the form. */
async function wasSaved(form, key) {
  try {
    const answer = await fetch(`${location.pathname}?client_key=${encodeURIComponent(key)}`);
    if (answer.status !== 200 || answer.redirected) return false;
    if (!document.querySelector("[data-saved-before]")) form.insertAdjacentHTML("beforebegin", await answer.text());
    forgetTyped();
    return true;
  } catch {
    return false;
  }
}

document.addEventListener("form-sending", () => sessionStorage.setItem(SENT + location.pathname, "yes"));
document.addEventListener("form-saved", forgetTyped);

/* An answer says that it is saved. */
function forgetTyped() {
  sessionStorage.removeItem(KEPT + location.pathname);
  sessionStorage.removeItem(SENT + location.pathname);
}

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

/* Parts of a form that only one answer needs: data-shown-for="name=value". */
function showParts(form) {
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    const [name, wanted] = part.dataset.shownFor.split("=");
    const chosen = form.querySelector(`[name="${name}"]:checked`)?.value ?? "";
    part.hidden = chosen !== wanted;
  }
}

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

document.addEventListener("signed-out", () => {
  document.getElementById("signed-out").hidden = false;
});

/* A draft that is thrown away goes here too. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Refresh")) forgetTyped();
});

/* "Draft saved" is the server's word for what was typed until then; without a connection the note says so. */
function noteDraft(text) {
  const note = document.getElementById("draft-note");
  if (note) note.textContent = text;
}
document.addEventListener("htmx:sendError", () => noteDraft(document.getElementById("draft-note")?.dataset.unsaved ?? ""));

/* Once for the page as it was opened, and again for the main part that an answer puts in its place (sending.js). */
function setUp() {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    bringBack(form).then(() => showParts(form));
    showParts(form);
    form.addEventListener("input", () => { remember(form); showParts(form); noteDraft(""); });
  }
  document.querySelector(".error-summary")?.focus();
}
document.addEventListener("DOMContentLoaded", setUp);
document.addEventListener("page-shown", setUp);
