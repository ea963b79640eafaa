"use strict";
(function () {
  const all = (q, e) => Array.from((e || document).querySelectorAll(q)), one = q => document.querySelector(q);
  const cards = all(".card");
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
    count.textContent = count.dataset.words.replace("{shown}", shown).replace("{all}", cards.length);
    one("#none").hidden = shown > 0;
  }
  search.addEventListener("input", apply);
  selects.forEach(s => s.addEventListener("change", apply));
  all("a[href^='#s-']").forEach(a => a.addEventListener("click", () => {
    search.value = ""; selects.forEach(s => { s.value = ""; }); apply();
  }));
  one(".tools").hidden = false;
  apply();
})();
