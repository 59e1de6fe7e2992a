"use strict";
/* What was sent and got no answer waits: every page, whichever way it was reached, asks the server what became of it
   (pages/views/sending.py) and says so; so does what was typed without a connection. One entry a form and subject, in
   this tab, beside the copy of what was typed (typed.js), and gone with it. */

const WAITING = "waiting:";
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
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(WAITING) && !own.has(one))) {
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
if (document.body.dataset.person) document.addEventListener("DOMContentLoaded", tellWaiting);
