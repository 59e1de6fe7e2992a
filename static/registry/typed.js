"use strict";
/* What is typed into a form survives a lost session: this tab stores a copy until the form is saved. The copy belongs to
   one person, one form and its subject (data-keep, data-subject), as the draft on the server does (ledgers/drafts.py).
   It goes when the person signs out, here or in another tab, or when another one signs in: what is typed afterwards on a
   page of before is stored no more, and the page says so. It stays when the session runs out.
   What was sent and got no answer waits: every page, whichever way it was reached, asks the server what became of it
   (pages/views/sending.py) and says so; so does what was typed without a connection. */

const KEPT = "typed:", WAITING = "waiting:", OWNER = "typed-by", SIGNED_OUT = "signed-out";
const NOT_TYPED = ["csrfmiddlewaretoken", "q", "at_post"], CARRIED = ["client_key", "version"];

const formNow = () => document.querySelector("form[data-keep]");
const postHere = () => `|${document.body.dataset.post ?? ""}`; // what is typed at one of two posts is not for the other
const keyOf = (form) => `${form.dataset.keep || location.pathname + location.search}|${form.dataset.subject ?? ""}${postHere()}`;

/* Has the person signed out, in whichever tab, since this page was opened? The sign-out may clear the storage that told it. */
const opened = Date.now();
let isTold = false;
const hasSignedOut = () => isTold || Number(localStorage.getItem(SIGNED_OUT) ?? 0) >= opened;

function remember(form) {
  if (hasSignedOut()) return;
  const secret = [...form.querySelectorAll("[data-private]")].map((field) => field.name);
  const typed = [...new FormData(form).entries()].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name) && !secret.includes(name)); // no file
  sessionStorage.setItem(KEPT + keyOf(form), JSON.stringify(typed));
}

function forget(key) {
  for (const kind of [KEPT, WAITING]) sessionStorage.removeItem(kind + key);
}

function forgetTyped(form = formNow()) {
  if (form) forget(keyOf(form));
}

/* Nothing that one person typed is left for the next one. */
function forgetAll() {
  for (const key of Object.keys(sessionStorage)) {
    if ([KEPT, WAITING, OWNER].some((kind) => key.startsWith(kind))) sessionStorage.removeItem(key);
  }
}

function forgetOfOthers() {
  const person = document.body.dataset.person;
  if (!person) return;
  if (sessionStorage.getItem(OWNER) !== person) forgetAll();
  sessionStorage.setItem(OWNER, person);
}

/* The key of the form comes back with what was typed: sent before, it is answered with its receipt. */
async function bringBack(form) {
  if (form.dataset.fresh !== "yes" || await wasSaved(form)) return;
  const kept = sessionStorage.getItem(KEPT + keyOf(form));
  if (!kept) return;
  const typed = await withFreshKey(JSON.parse(kept));
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

/* With a key that has saved something already, whatever is sent would be refused for ever: the form keeps its own. */
async function withFreshKey(typed) {
  const key = typed.find(([name]) => name === "client_key")?.[1];
  return key && await receiptOf(key) ? typed.filter(([name]) => !CARRIED.includes(name)) : typed;
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

document.addEventListener("form-saved", (event) => forgetTyped(event.detail.form));

/* What waits for its answer: one entry a form and subject, gone with the copy of what was typed. */
const entryOf = (form) => WAITING + keyOf(form);

function wait(form, isSent) {
  const key = form.elements.namedItem("client_key")?.value;
  if (!key) return;
  const what = document.querySelector("h1")?.textContent.trim() ?? "";
  const entry = { key, isSent, what, address: location.pathname + location.search };
  sessionStorage.setItem(entryOf(form), JSON.stringify(entry));
  if (form.dataset.keep !== undefined) remember(form);
}

const waits = (name) => JSON.parse(sessionStorage.getItem(name) ?? "{}");

/* An answer has come, whatever it was. */
document.addEventListener("form-sending", (event) => wait(event.detail.form, true));
document.addEventListener("form-answered", (event) => sessionStorage.removeItem(entryOf(event.detail.form)));

document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
  if (elt.matches("form[data-keep]")) wait(elt, false);
});
document.addEventListener("htmx:afterOnLoad", ({ detail: { elt, xhr } }) => {
  if (!elt.matches("form[data-keep]") || xhr.status !== 200) return;
  if (!waits(entryOf(elt)).isSent) sessionStorage.removeItem(entryOf(elt));
});

/* The line with the receipt; null while nothing is saved, or while the server does not answer. */
async function receiptOf(key) {
  try {
    const answer = await fetch(`${document.body.dataset.saved}?client_key=${encodeURIComponent(key)}`);
    if (answer.status !== 200 || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-saved-before]");
  } catch {
    return null;
  }
}

/* The form of this page asks for itself, before it brings back what was typed. */
async function wasSaved(form) {
  const { key, isSent } = waits(entryOf(form));
  const line = isSent ? await receiptOf(key) : null;
  if (!line) return false;
  if (!document.querySelector("[data-saved-before]")) form.before(line);
  forgetTyped(form);
  return true;
}

function offer(name, { what, address, isSent }) {
  if ([...document.querySelectorAll(".draft-offer a")].some((link) => link.getAttribute("href") === address)) return;
  const line = document.getElementById("waiting").content.cloneNode(true).firstElementChild;
  for (const words of line.querySelectorAll("[data-sent]")) words.hidden = words.dataset.sent !== (isSent ? "yes" : "no");
  line.querySelector("[data-what]").textContent = what;
  line.querySelector("a").href = address;
  line.querySelector("button").addEventListener("click", () => {
    forget(name.slice(WAITING.length));
    line.remove();
  });
  document.querySelector("main").prepend(line);
}

async function tellWaiting() {
  const own = new Set([...document.querySelectorAll("form[data-keep][data-fresh=yes]")].map(entryOf));
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(WAITING) && one.endsWith(postHere()) && !own.has(one))) {
    const entry = waits(name);
    const line = entry.isSent ? await receiptOf(entry.key) : null;
    if (line) {
      document.querySelector("main").prepend(line);
      forget(name.slice(WAITING.length));
    } else {
      offer(name, entry);
    }
  }
}

/* Whoever signs out takes what they typed along, in the other tabs too. */
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  forgetAll();
  localStorage.setItem(SIGNED_OUT, String(Date.now()));
}, { capture: true });
function tellSignedOut() {
  const notice = document.getElementById("signed-out");
  if (!notice) return;
  for (const words of notice.querySelectorAll("[data-kept]")) words.hidden = (words.dataset.kept === "no") !== hasSignedOut();
  notice.hidden = false;
}
document.addEventListener("signed-out", tellSignedOut);
document.addEventListener("other-post", () => { document.getElementById("other-post").hidden = false; });
addEventListener("storage", (event) => {
  if (event.key !== SIGNED_OUT || !event.newValue) return;
  isTold = true;
  forgetAll();
  if (document.body.dataset.person) tellSignedOut();
});
addEventListener("pageshow", (event) => { if (event.persisted && document.body.dataset.person && hasSignedOut()) tellSignedOut(); });

function keepTyped() {
  forgetOfOthers();
  for (const form of document.querySelectorAll("form[data-keep]")) {
    bringBack(form);
    form.addEventListener("input", (event) => {
      if (event.target.type === "search") return; // looking for somebody is nothing typed
      followSubject(form, event.target);
      remember(form);
      noteDraft("");
    });
  }
}
document.addEventListener("DOMContentLoaded", () => { keepTyped(); if (document.body.dataset.person) tellWaiting(); });
document.addEventListener("page-shown", keepTyped);
