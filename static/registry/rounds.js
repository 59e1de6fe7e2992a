"use strict";
/* A round that is walked: each tap is kept in this browser until an answer has come, and sent again as soon as there is a
   signal. Each carries its own key, so that the server notes it once (pages/submissions.py); one that has waited says for
   how long, and its time is marked as that of the device (patrols/views/rounds.py). What is kept is points and times,
   nothing of anybody, and no position; after three days it is thrown away. Where the round is no longer the person's, what
   is left is thrown away, too, and the page says so. Labels are read by the browser itself where it can. */

const AGAIN_AFTER = 15_000, LOOK_EVERY = 300; // milliseconds
const KEPT_FOR = 72 * 3600 * 1000;
const walk = () => document.getElementById("walk");
const nameOfStore = () => `round ${document.body.dataset.person} ${walk().dataset.round}`;
let isSending = false;
let camera = null;

function kept() {
  try {
    return (JSON.parse(localStorage.getItem(nameOfStore())) ?? []).filter((one) => Date.now() - one.at < KEPT_FOR);
  } catch {
    return [];
  }
}

function keep(taps) {
  if (taps.length) localStorage.setItem(nameOfStore(), JSON.stringify(taps));
  else localStorage.removeItem(nameOfStore());
}

/* What waits: the line above says how many, each button says so, and the round is not finished before. */
function tell() {
  const taps = kept().filter((tap) => tap.waits);
  const line = walk().querySelector("[data-unsent]");
  line.hidden = !taps.length;
  line.querySelector("[data-count]").textContent = taps.length;
  const points = new Set(kept().map((tap) => tap.point));
  for (const stop of walk().querySelectorAll("[data-stop]")) {
    const says = stop.querySelector("[data-words-waiting]");
    if (!says || !points.has(stop.dataset.stop)) continue;
    stop.classList.add("is-kept");
    says.textContent = taps.some((tap) => tap.point === stop.dataset.stop) ? says.dataset.wordsWaiting : "…";
  }
  const later = walk().querySelector("[data-finish-later]");
  if (later && kept().length) later.hidden = false;
  for (const link of walk().querySelectorAll("[data-finish]")) link.classList.toggle("is-off", kept().length > 0);
}

function tap(form, more = {}) {
  const typed = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) typed.set(name, value);
  typed.delete("csrfmiddlewaretoken");
  const code = (typed.get("code") ?? "").replaceAll(/\s/g, "").toUpperCase();
  const stop = code ? walk().querySelector(`[data-code="${CSS.escape(code)}"]`) : form.closest("[data-stop]");
  if (code && !stop) {
    walk().querySelector("[data-no-such-code]").hidden = false;
    return;
  }
  const point = stop?.dataset.stop ?? "";
  form.elements.namedItem("client_key").value = crypto.randomUUID?.() ?? newKey();
  if (form.dataset.byCode !== undefined) form.reset();
  if (point && (stop.classList.contains("is-passed") || kept().some((one) => one.point === point))) return; // a second tap
  keep([...kept(), { action: form.action, body: typed.toString(), point, at: Date.now(), waits: false }]);
  tell();
  send();
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* In the order of the taps; the first that gets no answer stops it, and everything that is left waits. */
async function send() {
  if (isSending || !walk()) return;
  isSending = true;
  let isAnswered = false;
  try {
    for (let next = kept()[0]; next; next = kept()[0]) {
      await sendOne(next);
      isAnswered = true;
      keep(kept().filter((one) => one.body !== next.body)); // a second tab may have taken it away already
    }
  } catch (fault) {
    if (await isLost(fault)) lose();
    else keep(kept().map((one) => ({ ...one, waits: true })));
  } finally {
    isSending = false;
  }
  if (isAnswered) await refresh();
  if (walk()) tell();
}

async function sendOne(one) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "Sent-By-Script": "yes", "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded" };
  if (one.waits) headers["Waited-For"] = String(Math.max(0, Math.round((Date.now() - one.at) / 1000)));
  const answer = await fetch(one.action, { method: "POST", body: one.body, headers, signal: AbortSignal.timeout(20_000) });
  if (!answer.ok || !answer.headers.get("Leads-To")?.includes("/rounds/"))
    throw new Error("no tap", { cause: answer.status });
}

/* Is the round not the person's any more? A refused tap alone does not say so: its token may be that of an earlier
   session, which the page has anew. */
async function isLost(fault) {
  if (![403, 404].includes(fault.cause)) return false;
  return [403, 404].includes(await refresh());
}

/* What is kept of it will never be saved. */
function lose() {
  walk().querySelector("[data-lost]").hidden = false;
  keep([]);
}

/* The page as it is now in place of this one. Without a signal it stays as it stands. The state of the answer; 0 for none. */
async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { "Sent-By-Script": "yes" } });
    if (!answer.ok || answer.redirected) return answer.status;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.body.dataset.person !== document.body.dataset.person) location.reload(); // somebody else has signed in
    else if (page.getElementById("walk") && !camera) {
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.dispatchEvent(new CustomEvent("page-shown"));
    }
    return answer.status;
  } catch {
    return 0; // no signal
  }
}

/* Before sending.js, which would send the form and forget it when no answer comes. */
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.dataset.tap === undefined || !event.target.reportValidity()) return;
    event.preventDefault();
    event.stopPropagation();
    try {
      tap(event.target);
    } catch {
      event.target.submit(); // a browser that keeps nothing
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-finish].is-off")) event.preventDefault();
  else if (event.target.closest("[data-scan]")) openCamera();
  else if (event.target.closest("[data-scan-end]")) closeCamera();
});

function closeCamera() {
  for (const track of camera?.getTracks() ?? []) track.stop();
  camera = null;
  const box = walk()?.querySelector("[data-camera]");
  if (box) box.hidden = true;
}

async function openCamera() {
  const box = walk().querySelector("[data-camera]");
  const video = box.querySelector("video");
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    walk().querySelector("[name=code]").focus(); // typed instead
    return;
  }
  video.srcObject = camera;
  box.hidden = false;
  await video.play();
  look(new window.BarcodeDetector({ formats: ["qr_code"] }), video);
}

async function look(detector, video) {
  while (camera) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) {
      closeCamera();
      tap(walk().querySelector("[data-by-code]"), { code: found.rawValue, how: "scan" });
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY));
  }
}

function begin() {
  if (!walk()) return;
  const scans = walk().querySelector("[data-scan]");
  if (scans && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) scans.hidden = false;
  tell();
}

for (const event of ["DOMContentLoaded", "page-shown"]) document.addEventListener(event, begin);
for (const event of ["online", "focus"]) window.addEventListener(event, send);
document.addEventListener("DOMContentLoaded", send);
window.addEventListener("pagehide", closeCamera);
window.addEventListener("pageshow", (event) => event.persisted && walk() && refresh()); // back: as it is by now
setInterval(() => walk() && kept().length && send(), AGAIN_AFTER);
