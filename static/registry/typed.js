"use strict";
/* What is typed into a form survives a lost session: this tab stores a copy until the form is saved. The copy belongs to
   one person, one form and its subject (data-keep, data-subject), as the draft on the server does (ledgers/drafts.py).
   It goes when the person signs out or another one signs in, and stays when the session runs out. */

const KEPT = "typed:", SENT = "sent:", OWNER = "typed-by", SIGNED_OUT = "signed-out";
const NOT_TYPED = ["csrfmiddlewaretoken", "q"], CARRIED = ["client_key", "version"];

const formNow = () => document.querySelector("form[data-keep]");
const keyOf = (form) => `${form.dataset.keep || location.pathname + location.search}|${form.dataset.subject ?? ""}`;

function remember(form) {
  const secret = [...form.querySelectorAll("[data-private]")].map((field) => field.name);
  const typed = [...new FormData(form).entries()].filter(([name]) => !NOT_TYPED.includes(name) && !secret.includes(name));
  sessionStorage.setItem(KEPT + keyOf(form), JSON.stringify(typed));
}

function forgetTyped(form = formNow()) {
  if (!form) return;
  for (const kind of [KEPT, SENT]) sessionStorage.removeItem(kind + keyOf(form));
}

/* Nothing that one person typed is left for the next one. */
function forgetAll() {
  for (const key of Object.keys(sessionStorage)) {
    if ([KEPT, SENT, OWNER].some((kind) => key.startsWith(kind))) sessionStorage.removeItem(key);
  }
}

function forgetOfOthers() {
  const person = document.body.dataset.person;
  if (!person) return;
  if (sessionStorage.getItem(OWNER) !== person) forgetAll();
  sessionStorage.setItem(OWNER, person);
}

/* The key of the form comes back with what was typed: sent before, it is answered with its receipt (sending.js). */
async function bringBack(form) {
  const kept = sessionStorage.getItem(KEPT + keyOf(form));
  if (!kept || form.dataset.fresh !== "yes") return;
  const typed = JSON.parse(kept);
  const key = typed.find(([name]) => name === "client_key")?.[1];
  if (key && sessionStorage.getItem(SENT + keyOf(form)) && await wasSaved(form, key)) return;
  form.dispatchEvent(new CustomEvent("typed-lines", { bubbles: true, detail: Object.fromEntries(typed) }));
  for (const field of form.querySelectorAll("[type=checkbox]")) field.checked = typed.some(([name, value]) => name === field.name && value === field.value);
  for (const [name, value] of typed) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.checked || field.value === value;
      else if (field.type !== "checkbox" && (CARRIED.includes(name) || field.type !== "hidden")) field.value = value;
      if (value && field.type !== "hidden" && field.value !== field.defaultValue) field.closest("details")?.setAttribute("open", "");
    }
  }
  form.dispatchEvent(new CustomEvent("typed-again", { bubbles: true }));
}

/* The answer to it was lost, and asked for now: what was saved does not come back into the form. */
async function wasSaved(form, key) {
  try {
    const answer = await fetch(`${location.pathname}?client_key=${encodeURIComponent(key)}`);
    if (answer.status !== 200 || answer.redirected) return false;
    if (!document.querySelector("[data-saved-before]")) form.before(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
    forgetTyped(form);
    return true;
  } catch {
    return false;
  }
}

/* Another household was chosen in the form: what was typed is about that one from now on, and so is the address. */
function followSubject(form, field) {
  if (!form.dataset.subjectField || field.name !== form.dataset.subjectField || !field.value) return;
  form.dataset.stored ??= form.dataset.subject;
  forgetTyped(form);
  form.dataset.subject = `${field.name}:${field.value}`;
  const address = new URL(location.href);
  address.searchParams.set(field.name, field.value);
  history.replaceState(history.state, "", address);
  const again = document.querySelector("#signed-out a");
  if (again) again.search = `?next=${encodeURIComponent(location.pathname + location.search)}`;
}

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target;
  if (form.matches("form[data-keep]")) event.detail.parameters.draft_subject = form.dataset.stored ?? form.dataset.subject ?? "";
});

/* "Draft saved" is the server's word for what was typed until then; without a connection the note says so. */
function noteDraft(text) {
  const note = document.getElementById("draft-note");
  if (note) note.textContent = text;
}
document.addEventListener("htmx:sendError", () => noteDraft(document.getElementById("draft-note")?.dataset.unsaved ?? ""));

/* The draft is stored under the subject of now; one that is thrown away goes here too. */
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.matches("form[data-keep]") && xhr.status === 200) elt.dataset.stored = elt.dataset.subject;
  if (xhr.getResponseHeader("HX-Refresh")) forgetTyped();
});

document.addEventListener("form-sending", () => sessionStorage.setItem(SENT + keyOf(formNow() ?? document.body), "yes"));
document.addEventListener("form-saved", () => forgetTyped());

/* Whoever signs out takes what they typed along, in the other tabs too. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  forgetAll();
  localStorage.setItem(SIGNED_OUT, String(Date.now()));
}, { capture: true });
addEventListener("storage", (event) => { if (event.key === SIGNED_OUT && event.newValue) forgetAll(); });

function keepTyped() {
  forgetOfOthers();
  for (const form of document.querySelectorAll("form[data-keep]")) {
    bringBack(form);
    form.addEventListener("input", (event) => { followSubject(form, event.target); remember(form); noteDraft(""); });
  }
}
document.addEventListener("DOMContentLoaded", keepTyped);
document.addEventListener("page-shown", keepTyped);
