"use strict";
(function () {
  const all = (q, e) => Array.from((e || document).querySelectorAll(q)), one = q => document.querySelector(q);
  const cards = all(".card"), tabs = all(".tabs button"), screens = all(".screen");
  const search = one("#search"), selects = all(".tools select"), count = one("#count");

  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u0305\u0307\u0309-\u036f’']/g, "").normalize("NFC");
  }
  const found = cards.map(c => plain(c.dataset.found));

  function apply() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    cards.forEach((card, n) => {
      const fits = words.every(w => found[n].includes(w)) &&
        selects.every(s => !s.value || card.dataset[s.name].split(" ").includes(s.value));
      card.hidden = !fits;
      if (fits) shown += 1;
    });
    all(".group").forEach(h => { h.hidden = !cards.some(c => !c.hidden && c.dataset.group === h.dataset.group); });
    count.textContent = shown + " of " + cards.length;
    one("#none").hidden = shown > 0;
  }
  function choose(name) {
    tabs.forEach(t => t.setAttribute("aria-selected", String(t.dataset.area === name)));
    screens.forEach(s => { s.hidden = s.dataset.area !== name; });
  }
  tabs.forEach(t => t.addEventListener("click", () => choose(t.dataset.area)));
  search.addEventListener("input", apply);
  selects.forEach(s => s.addEventListener("change", apply));
  all("a[href^='#s-']").forEach(a => a.addEventListener("click", () => {
    search.value = ""; selects.forEach(s => { s.value = ""; }); apply();
  }));
  one(".tabs").hidden = false;
  one(".tools").hidden = false;
  if (tabs.length) choose(tabs[0].dataset.area);
  apply();
})();
