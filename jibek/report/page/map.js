"use strict";
(function () {
  const holder = document.getElementById("map-data");
  if (!holder) return;
  const data = JSON.parse(holder.textContent), root = document.getElementById("maps");
  const HINT = data.hint;
  const NEAR = 14, STEP = 0.25, MOST = 8;
  const figures = Array.from(root.querySelectorAll(".mapbox"));
  const chosen = { family: null, goods: null, direction: null };

  // Thousand tonnes of a line's part under the choices made.
  function tonnes(part) {
    if (chosen.family !== null && part[0] !== chosen.family) return 0;
    let sum = 0;
    for (let n = 2; n < part.length; n++) {
      const goods = Math.floor((n - 2) / data.directions), way = (n - 2) % data.directions;
      if ((chosen.goods === null || goods === chosen.goods) && (chosen.direction === null || way === chosen.direction)) sum += part[n];
    }
    return sum;
  }

  class View {
    constructor(svg, figure) {
      this.svg = svg;
      this.told = figure.querySelector(".told");
      [this.left, this.top, this.scale] = svg.dataset.frame.split(" ").map(Number);
      [this.widest, this.thinnest, this.atSea] = svg.dataset.look.split(" ").map(Number);
      const box = svg.viewBox.baseVal;
      this.width = box.width;
      this.height = box.height;
      this.level = 1;
      this.x = this.y = 0;
      this.parts = new Map();
      this.names = new Map();
      svg.querySelectorAll(".f").forEach(path => {
        const [line, part] = path.dataset.r.split(".").map(Number);
        if (!this.parts.has(line)) this.parts.set(line, []);
        this.parts.get(line).push([part, path]);
      });
      this.parts.forEach(list => list.sort((a, b) => a[0] - b[0]));
    }
    shown() { return this.svg.getClientRects().length > 0; }
    points(line) {
      const k = data.lines[line].k, out = [];
      for (let n = 0; n < k.length; n += 2) out.push([(k[n] - this.left) * this.scale, (this.top - k[n + 1]) * this.scale]);
      return out;
    }
    // Lines keep their width on the screen at every magnification, and lie side by side.
    redraw() {
      this.parts.forEach((list, line) => {
        const points = this.points(line), last = points.length - 1;
        const normal = points.map((_, n) => {
          const a = points[Math.max(n - 1, 0)], b = points[Math.min(n + 1, last)];
          const dx = b[0] - a[0], dy = b[1] - a[1], d = Math.max(Math.hypot(dx, dy), 1e-9);
          return [-dy / d, dx / d];
        });
        let moved = null;
        const drawn = list.map(([part, path]) => {
          if (path.dataset.w) {
            moved = Number(path.dataset.o) / this.level;
            return [path, Number(path.dataset.w) / this.level];
          }
          const row = data.lines[line].r[part], t = tonnes(row);
          let w = t > 0 ? Math.max(this.thinnest, this.widest * t / data.largest) : 0;
          if (row[1]) w = Math.min(w, this.atSea);
          return [path, w / this.level];
        });
        let at = -drawn.reduce((sum, d) => sum + d[1], 0) / 2;
        for (const [path, w] of drawn) {
          path.style.display = w > 0 ? "" : "none";
          if (w > 0) {
            const by = moved === null ? at + w / 2 : moved;
            path.setAttribute("stroke-width", w.toFixed(3));
            path.setAttribute("d", "M" + points.map((p, n) => (p[0] + normal[n][0] * by).toFixed(2) + " " + (p[1] + normal[n][1] * by).toFixed(2)).join("L"));
          }
          at += w;
        }
      });
    }
    move() {
      const w = this.width / this.level, h = this.height / this.level;
      this.x = Math.min(Math.max(this.x, 0), this.width - w);
      this.y = Math.min(Math.max(this.y, 0), this.height - h);
      this.svg.setAttribute("viewBox", [this.x, this.y, w, h].map(v => v.toFixed(3)).join(" "));
      this.trim(w, h);
    }
    // A name that the edge would cut is left out until the map is moved.
    trim(w, h) {
      const level = this.level;
      if (!this.names.has(level)) {
        const texts = Array.from(this.svg.querySelectorAll('.lv[data-l="' + level + '"] text'));
        this.names.set(level, texts.map(t => [t, t.getBBox()]));
      }
      for (const [text, b] of this.names.get(level)) {
        const whole = b.x >= this.x && b.y >= this.y && b.x + b.width <= this.x + w && b.y + b.height <= this.y + h;
        text.style.display = whole ? "" : "none";
      }
    }
    // About a point of the drawing, which stays where it is.
    zoom(level, about) {
      level = Math.min(Math.max(level, 1), MOST);
      if (level === this.level) return false;
      const [px, py] = about || [this.x + this.width / this.level / 2, this.y + this.height / this.level / 2];
      this.x = px - (px - this.x) * this.level / level;
      this.y = py - (py - this.y) * this.level / level;
      this.level = level;
      this.svg.querySelectorAll(".lv").forEach(g => { g.toggleAttribute("hidden", Number(g.dataset.l) !== level); });
      this.move();
      this.svg.style.touchAction = level > 1 ? "none" : "pan-y";
      this.redraw();
      return true;
    }
    point(e) {
      const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
      return [p.x, p.y];
    }
    // The circle or line nearest to a point of the drawing, if it is near enough to have been meant.
    nearest([x, y]) {
      const unit = this.width / this.level / this.svg.getBoundingClientRect().width;
      let best = NEAR * unit, found = "";
      this.svg.querySelectorAll('.lv[data-l="' + this.level + '"] .g').forEach(c => {
        const far = Math.hypot(x - c.cx.baseVal.value, y - c.cy.baseVal.value) - c.r.baseVal.value;
        if (far < best) { best = Math.max(far, 0); found = "g" + c.dataset.g; }
      });
      if (found && best === 0) return found;
      this.parts.forEach((list, line) => {
        const seen = list.filter(item => item[1].style.display !== "none");
        if (!seen.length) return;
        const half = seen.reduce((sum, item) => sum + Number(item[1].getAttribute("stroke-width")), 0) / 2, p = this.points(line);
        for (let n = 1; n < p.length; n++) {
          const dx = p[n][0] - p[n - 1][0], dy = p[n][1] - p[n - 1][1], d = dx * dx + dy * dy;
          const t = d ? Math.min(Math.max(((x - p[n - 1][0]) * dx + (y - p[n - 1][1]) * dy) / d, 0), 1) : 0;
          const far = Math.max(Math.hypot(x - p[n - 1][0] - t * dx, y - p[n - 1][1] - t * dy) - half, 0);
          if (far < best) { best = far; found = "p" + line; }
        }
      });
      return found;
    }
    mark(what) {
      this.svg.querySelectorAll(".g.on").forEach(c => c.classList.remove("on"));
      const path = this.svg.querySelector(".chosen"), n = Number(what.slice(1));
      path.setAttribute("d", what[0] === "p" && this.parts.has(n) ? "M" + this.points(n).map(p => p.map(v => v.toFixed(2)).join(" ")).join("L") : "");
      if (what[0] === "g") this.svg.querySelectorAll('.g[data-g="' + n + '"]').forEach(c => c.classList.add("on"));
    }
  }

  const views = [];
  function words(what) {
    return what ? (what[0] === "g" ? data.gates : data.lines.map(l => l.w))[Number(what.slice(1))] : "";
  }
  function read(what, told) {
    views.forEach(v => { v.mark(what); v.told.textContent = HINT; });
    told.textContent = words(what) || HINT;
    const select = document.getElementById("m-read");
    select.value = what;
    if (select.selectedIndex < 0) select.value = "";
  }

  figures.forEach(figure => {
    const view = figure.querySelector(".view"), mine = Array.from(view.querySelectorAll("svg.map")).map(s => new View(s, figure));
    views.push(...mine);
    const now = () => mine.find(v => v.shown()) || mine[0];
    const box = figure.querySelector(".zoom"), button = name => box.querySelector('[data-z="' + name + '"]');
    const told = figure.querySelector(".told");
    function zoom(by, about) {
      const v = now(), done = v.zoom(by === 0 ? 1 : v.level * by, about);
      button("in").disabled = v.level === MOST;
      button("out").disabled = button("all").disabled = v.level === 1;
      return done;
    }
    box.parentNode.hidden = false;
    told.textContent = HINT;
    button("out").disabled = button("all").disabled = true;
    view.tabIndex = 0;
    mine.forEach(v => { v.svg.style.touchAction = "pan-y"; });
    box.addEventListener("click", e => {
      const b = e.target.closest("button");
      if (b) zoom({ in: 2, out: 0.5, all: 0 }[b.dataset.z]);
    });
    view.addEventListener("keydown", e => {
      if (e.ctrlKey || e.altKey || e.metaKey) return;
      const v = now(), way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      if (e.key === "+" || e.key === "=") zoom(2);
      else if (e.key === "-" || e.key === "_") zoom(0.5);
      else if (e.key === "0") zoom(0);
      else if (way && v.level > 1) { v.x += way[0] * STEP * v.width / v.level; v.y += way[1] * STEP * v.height / v.level; v.move(); }
      else return;
      e.preventDefault();
    });
    // A wheel moves the page until the map is chosen, so that nobody is caught in it.
    let turned = 0;
    view.addEventListener("wheel", e => {
      if (!e.ctrlKey && !view.contains(document.activeElement)) return;
      e.preventDefault();
      if (e.timeStamp - turned < 160 || !e.deltaY) return;
      turned = e.timeStamp;
      zoom(e.deltaY < 0 ? 2 : 0.5, now().point(e));
    }, { passive: false });
    const down = new Map();
    let start = null, apart = 1, began = 1;
    const spread = () => { const [a, b] = down.values(); return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
    mine.forEach(v => {
      // Two fingers are for the map, one for the page: else the page would move under a pinch.
      v.svg.addEventListener("touchstart", e => { if (e.touches.length > 1) e.preventDefault(); }, { passive: false });
      v.svg.addEventListener("pointerdown", e => {
        down.set(e.pointerId, e);
        start = down.size === 1 ? { e, x: v.x, y: v.y, moved: false } : null;
        if (down.size === 2) { apart = Math.max(spread(), 1); began = v.level; }
      });
      v.svg.addEventListener("pointermove", e => {
        if (!down.has(e.pointerId)) return;
        down.set(e.pointerId, e);
        if (down.size === 2) {
          const [a, b] = down.values(), level = 2 ** Math.round(Math.log2(began * Math.max(spread(), 1) / apart));
          if (level !== v.level) zoom(level / v.level, v.point({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }));
        } else if (start) {
          const dx = e.clientX - start.e.clientX, dy = e.clientY - start.e.clientY;
          if (!start.moved && Math.hypot(dx, dy) < 5) return;
          start.moved = true;
          if (v.level === 1) return;
          if (!v.svg.hasPointerCapture(e.pointerId)) v.svg.setPointerCapture(e.pointerId);
          const unit = v.width / v.level / v.svg.getBoundingClientRect().width;
          v.x = start.x - dx * unit;
          v.y = start.y - dy * unit;
          v.move();
        }
      });
      v.svg.addEventListener("pointerup", e => {
        if (start && !start.moved && down.size === 1) read(v.nearest(v.point(e)), told);
        down.delete(e.pointerId);
        start = null;
      });
      v.svg.addEventListener("pointercancel", e => { down.delete(e.pointerId); start = null; });
    });
  });

  root.querySelectorAll(".picks [type=radio]").forEach(input => {
    input.disabled = false;
    input.addEventListener("change", () => {
      chosen[input.name.slice(2)] = input.value === "" ? null : Number(input.value);
      views.forEach(v => v.redraw());
    });
  });
  const select = document.getElementById("m-read");
  select.closest(".read").hidden = false;
  select.addEventListener("change", () => read(select.value, root.querySelector("#fig-whole .told")));
})();
