"use strict";
/* A number that was looked at hides itself: after its time, when the page is left, when the tab is turned away. */

document.addEventListener("DOMContentLoaded", () => {
  const shown = document.getElementById("revealed");
  if (!shown) return;
  shown.focus();
  // Reloading or coming back asks for the reason anew instead of sending the old one again.
  history.replaceState(null, "", location.href);

  function hide() {
    shown.textContent = shown.dataset.mask;
    shown.classList.add("masked");
  }

  setTimeout(hide, Number(shown.dataset.seconds) * 1000);
  addEventListener("pagehide", hide);
  document.addEventListener("visibilitychange", () => { if (document.hidden) hide(); });
  // A page that was put aside for the back button is old: ask anew.
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(location.href); });
});
