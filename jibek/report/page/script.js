"use strict";
(function () {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const nodes = data.nodes, meta = data.meta, words = data.words, $ = id => document.getElementById(id);
  const drawer = $("drawer");
  const LEAF = { fact: 1, assumption: 1, input: 1, claim: 1 };
  let opener = null;

  function make(tag, name, text) {
    const e = document.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    return e;
  }
  function figure(v) {
    if (typeof v !== "number") return v === undefined || v === null ? "" : String(v);
    const size = Math.abs(v);
    const text = size >= 1e4 || Number.isInteger(v) ? v.toLocaleString("en", { maximumFractionDigits: 0 }) :
      v.toLocaleString("en", { maximumSignificantDigits: 5 });
    const signs = { ",": words.thousands, ".": words.point, "-": "\u2212" };
    return text.replace(/[,.-]/g, sign => signs[sign]);
  }
  // A text of a step; one in parts holds in every second what stays in the language of its source.
  const plain = text => Array.isArray(text) ? text.join("") : text || "";
  function spoken(text) {
    const e = document.createDocumentFragment();
    (Array.isArray(text) ? text : [text || ""]).forEach((part, i) => {
      const s = i % 2 ? make("span", "", part) : part;
      if (i % 2) s.lang = "en";
      e.append(s);
    });
    return e;
  }
  function amount(n) {
    const e = make("b"), v = n.v;
    e.append(Array.isArray(v) ? spoken(v) : figure(v));
    if (n.u && n.u !== "1") e.append(" ", spoken(n.u));
    return e;
  }
  // A message with its values in the places that bear their names.
  function say(name, values) {
    return words[name].replace(/\{(\w+)\}/g, (all, key) => values[key]);
  }
  function link(url, text) {
    if (!/^https?:/.test(url || "")) return spoken(text);
    const a = make("a");
    a.append(spoken(text));
    a.href = url; a.rel = "noreferrer"; a.target = "_blank";
    return a;
  }
  // Who says so: source with its address, basis, reason, confidence.
  function told(n) {
    const e = make("span", "told");
    if (n.s || n.w) e.append(link(n.w, n.s || ["", n.w]));
    for (const t of [n.d, n.b, n.r, n.c && say("confidence", { confidence: plain(n.c) })])
      if (t) e.append(e.childNodes.length ? words.apart : "", spoken(t));
    return e;
  }
  function head(n) {
    const e = make("span"), kind = make("span", "kind", words.kinds[n.k] || n.k);
    e.append(kind, spoken(n.l));
    if (n.v !== undefined && n.k !== "table") e.append(": ", amount(n));
    return e;
  }
  // One step of the tree; its parents are built when it is opened, a step never below itself.
  function step(id, path, open) {
    const n = nodes[id], li = make("li");
    if (!n) { li.append(spoken(["", id])); return li; }
    const parents = (n.p || []).filter(p => !path.includes(p));
    li.dataset.node = id;
    if (!parents.length) {
      li.append(head(n), told(n));
      if (n.m) li.append(make("span", "told", say("explain", { n: n.m })));
      return li;
    }
    const d = make("details"), s = make("summary");
    s.append(head(n)); d.append(s);
    if (n.f) { const f = make("span", "told", "= "); f.append(spoken(n.f)); d.append(f); }
    if (n.s || n.b || n.r) d.append(told(n));
    let built = false;
    const build = () => {
      if (built) return;
      built = true;
      const ul = make("ul");
      for (const p of parents) ul.append(step(p, path.concat(id), parents.length === 1 && path.length < 3));
      if (n.m) ul.append(make("li", "told", say("explain", { n: n.m })));
      d.append(ul);
    };
    d.addEventListener("toggle", () => d.open && build());
    if (open) { build(); d.open = true; }
    li.append(d);
    return li;
  }
  // Facts and assumptions at the end of the walk, nearest first.
  function leaves(root) {
    const seen = new Set([root]), queue = [root], found = [];
    while (queue.length) {
      const id = queue.shift(), n = nodes[id];
      if (!n) continue;
      if (LEAF[n.k]) found.push(id);
      for (const p of n.p || []) if (!seen.has(p)) { seen.add(p); queue.push(p); }
    }
    return found;
  }
  function citation(b, root) {
    const named = [...new Set(leaves(root).map(i => nodes[i]).filter(n => n.k !== "input" && (n.s || n.k === "assumption"))
      .map(n => n.s ? plain(n.s) + (n.w ? " <" + n.w + ">" : "") : say("assumption", { name: plain(n.l) })))];
    const who = (nodes[root] || {}).q || say("modelled", meta);
    let rests = named.slice(0, 12).join(words.apart);
    if (named.length > 12) rests = say("others", { first: rests, n: named.length - 12 });
    return who + ".\n" + b.getAttribute("aria-label") + ".\n" + say(meta.base ? "scenario" : "baseline", meta) + "\n" +
      say(rests ? "rests" : "cell", { cell: root, value: b.dataset.v, rests });
  }
  function show(b) {
    const id = b.dataset.n, n = nodes[id] || {}, text = b.getAttribute("aria-label"), cut = text.lastIndexOf(": ");
    close(false);
    opener = b;
    b.setAttribute("aria-expanded", "true");
    $("d-label").textContent = text.slice(0, cut);
    $("d-value").textContent = text.slice(cut + 2);
    $("d-formula").replaceChildren(n.f ? "= " : "", spoken(n.f));
    $("d-where").textContent = id;
    $("d-said").textContent = "";
    $("d-text").hidden = true;
    const tree = $("d-tree"), ends = $("d-leaves");
    tree.replaceChildren();
    ends.replaceChildren();
    for (const p of n.p || []) tree.append(step(p, [id], (n.p || []).length < 3));
    if (n.m) tree.append(make("li", "told", say("explain", { n: n.m })));
    if (!(n.p || []).length) { const li = make("li"); li.append(told(n)); tree.append(li); }
    const found = leaves(id);
    for (const i of found.slice(0, 24)) {
      const li = make("li");
      li.dataset.leaf = i;
      li.append(head(nodes[i]), told(nodes[i]));
      ends.append(li);
    }
    if (found.length > 24) ends.append(make("li", "told", say("more", { n: found.length - 24 })));
    if (!found.length) ends.append(make("li", "told", words.underived));
    drawer.hidden = false;
    drawer.scrollTop = 0;
    $("d-close").focus({ preventScroll: true });
  }
  function close(back) {
    if (opener) { opener.setAttribute("aria-expanded", "false"); if (back) opener.focus({ preventScroll: true }); }
    opener = null;
    drawer.hidden = true;
  }
  function copy() {
    const area = $("d-text"), tell = t => { $("d-said").textContent = t; };
    area.value = citation(opener, opener.dataset.n);
    area.hidden = false;
    const byHand = () => {
      area.focus(); area.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch (e) { done = false; }
      tell(done ? words.copied : words.press);
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(area.value).then(() => tell(words.copied), byHand);
    else byHand();
  }
  function save(text, type, name) {
    const a = make("a");
    a.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    a.download = "jibek-" + meta.scenario + "-" + name;
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  }
  // A chart as a file of its own: colours and fonts are those that the page shows.
  const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-family",
    "font-size", "font-weight"];
  function downloadChart(ident) {
    const shown = [...document.querySelectorAll("#" + ident + " svg.graph")].find(s => s.getClientRects().length);
    if (!shown) return;
    const copy = shown.cloneNode(true), from = [shown, ...shown.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
    from.forEach((e, i) => {
      const style = getComputedStyle(e);
      to[i].setAttribute("style", DRAWN.map(p => p + ":" + style.getPropertyValue(p)).join(";"));
      to[i].removeAttribute("class");
    });
    const box = shown.viewBox.baseVal, back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    back.setAttribute("width", box.width);
    back.setAttribute("height", box.height);
    back.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
    copy.prepend(back);
    save(new XMLSerializer().serializeToString(copy), "image/svg+xml", ident + ".svg");
  }
  document.addEventListener("click", e => {
    const b = e.target.closest("button");
    if (!b) return;
    if (b.classList.contains("fig")) b === opener ? close(true) : show(b);
    else if (b.dataset.csv) save(data.csv[b.dataset.csv], "text/csv", b.dataset.csv + ".csv");
    else if (b.dataset.svg) downloadChart(b.dataset.svg);
    else if (b.id === "d-close") close(true);
    else if (b.id === "d-copy") copy();
  });
  document.addEventListener("keydown", e => { if (e.key === "Escape" && !drawer.hidden) close(true); });
  // A link to a row opens the folds that it stands in.
  function unfold() {
    const at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let d = at && at.parentElement.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    const part = at && at.querySelector(":scope > details.part");
    if (part) part.open = true;
    if (at) at.scrollIntoView();
  }
  // On a telephone the parts are folded; on a desk they are open and stay so.
  const parts = document.querySelectorAll("details.part"), small = window.matchMedia("(max-width:640px)");
  parts.forEach(d => { d.open = !small.matches; d.firstElementChild.tabIndex = small.matches ? 0 : -1; });
  document.addEventListener("click", e => {
    const s = e.target.closest("details.part > summary");
    if (s && !small.matches) e.preventDefault();
  });
  window.addEventListener("hashchange", unfold);
  unfold();
})();
