"use strict";
/* A form that carries a key is sent without leaving it: what was typed stays until an answer has come. Its second sending
   has the same key, so that the server saves it once (pages/submissions.py). Without scripts the browser sends it.
   hasSignedOut is of typed.js. The other scripts listen to form-sending, form-answered, form-saved and page-shown. */

const LONGEST_WAIT = 60_000, SLOW = 500; // milliseconds; a slow line is no lost one
let unanswered = null; // the form whose answer did not come

function tell(when) {
  const notice = document.getElementById("unsent");
  notice.hidden = !when;
  for (const line of notice.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== when;
}

function say(what, form) {
  document.dispatchEvent(new CustomEvent(what, { detail: { form } }));
}

/* Until the answer is there the button says that it is waited for, and can not be pressed again. A quick answer changes no
   word: a button that flickers is read as a mistake. */
function showBusy(form, button) {
  form.setAttribute("aria-busy", "true");
  if (!button) return () => form.removeAttribute("aria-busy");
  const words = [...button.childNodes];
  const later = setTimeout(() => {
    button.disabled = true;
    button.replaceChildren(document.body.dataset.sending);
  }, SLOW);
  return () => {
    clearTimeout(later);
    form.removeAttribute("aria-busy");
    button.disabled = false;
    button.replaceChildren(...words);
  };
}

async function send(form, button) {
  const typed = new FormData(form, button);
  const answered = showBusy(form, button);
  const body = form.enctype === "multipart/form-data" ? typed : new URLSearchParams(typed);
  say("form-sending", form);
  tell("");
  try {
    const headers = { "Sent-By-Script": "yes" };
    const answer = await fetch(form.action || location.href, { method: "POST", body, headers, signal: AbortSignal.timeout(LONGEST_WAIT) });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const leadsTo = answer.headers.get("Leads-To");
    const text = leadsTo || answer.redirected ? "" : await answer.text();
    say("form-answered", form);
    if (leadsTo || answer.headers.has("Saved")) say("form-saved", form); // a page can be the answer to what was saved, too
    follow(leadsTo ?? (answer.redirected && answer.url), text); // to the sign-in page nothing was saved: the copy stays
  } catch {
    unanswered = { form, button };
    tell(navigator.onLine ? "unanswered" : "offline");
  } finally {
    answered();
    delete form.dataset.sent;
  }
}

function follow(address, text) {
  if (address) location.assign(address);
  else show(text);
}

/* The page of the answer in place of this one, as if the browser had sent the form. */
function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("main");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  htmx.process(main);
  window.scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("page-shown"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !form.elements.namedItem("client_key")) return;
  event.preventDefault();
  if (hasSignedOut()) document.dispatchEvent(new CustomEvent("signed-out")); // nothing would be saved, and no copy is kept: the words stay on the page
  else if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-send-again]") && unanswered) send(unanswered.form, unanswered.button);
});
