"use strict";
(function () {
  const all = q => Array.from(document.querySelectorAll(q));
  const tabs = all(".tabs button"), screens = all(".screen");
  function choose(name) {
    tabs.forEach(t => {
      t.setAttribute("aria-selected", String(t.dataset.area === name));
      t.tabIndex = t.dataset.area === name ? 0 : -1;
    });
    screens.forEach(s => { s.hidden = s.dataset.area !== name; });
  }
  tabs.forEach((t, n) => {
    t.addEventListener("click", () => choose(t.dataset.area));
    t.addEventListener("keydown", e => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!step) return;
      const next = tabs[(n + step + tabs.length) % tabs.length];
      choose(next.dataset.area);
      next.focus();
    });
  });
  // A link to a system opens the fold that it stands in.
  all("a[href^='#s-']").forEach(a => a.addEventListener("click", () => {
    const at = document.getElementById(a.hash.slice(1)), fold = at && at.closest("details");
    if (fold) fold.open = true;
  }));
  if (tabs.length) {
    tabs[0].parentNode.hidden = false;
    document.body.classList.add("tabbed");
    choose(tabs[0].dataset.area);
  }
})();
