"use strict";
// What the page does beyond being read: one population, filters, search, order, keys, links, downloads, all of it told in
// the page's address. It reads only data attributes, text and the address, and never makes HTML of them.
(() => {
  document.documentElement.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const asked = new URLSearchParams(location.search);

  // The address holds what is chosen: name -> value, absent where it is the page's own choice.
  function keep(name, value, usual = "") {
    if (value === usual || value === "") asked.delete(name);
    else asked.set(name, value);
    const query = asked.toString();
    try { history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash); }
    catch { /* an address that may not be changed: the page works without it */ }
  }
  // A value from the address is taken only if the control has it.
  function recall(control, name) {
    const value = asked.get(name);
    if (value === null || !control) return;
    if (control.tagName !== "SELECT") control.value = value.slice(0, 200);
    else if (Array.from(control.options).some((option) => option.value === value)) control.value = value;
  }

  const population = byId("population");
  if (population) {
    const usual = population.value;
    const choose = () => {
      for (const p of all("p[data-population], figure[data-population]")) p.hidden = p.dataset.population !== population.value;
      for (const row of all("tr[data-population]")) row.classList.toggle("chosen", row.dataset.population === population.value);
    };
    population.addEventListener("change", () => { choose(); keep("population", population.value, usual); });
    recall(population, "population");
    choose();
  }

  const copy = byId("copy");
  if (copy) copy.addEventListener("click", async () => {
    const quote = byId("quote");
    try {
      await navigator.clipboard.writeText(quote.textContent);
      copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(quote);  // for the reader's own copy key
      copy.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
  });

  const list = byId("list");
  if (list) questions(list);
  for (const table of all("table.sortable")) sortable(table);
  window.addEventListener("hashchange", follow);
  follow();

  function follow() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { return; }
    const target = name && byId(name);
    if (!target) return;
    if (target.hidden) byId("list").dispatchEvent(new Event("showall"));
    for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    const details = target.matches("details") ? target : target.querySelector("details");
    if (details && target.matches(".question, details, .paper")) details.open = true;
    for (const other of all(".question.current")) other.classList.remove("current");
    if (target.matches(".question")) target.classList.add("current");
    target.scrollIntoView();
  }

  function save(name, rows) {
    const cell = (text) => /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const lines = rows.map((row) => row.map((value) => cell(String(value))).join(",")).join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", lines, "\r\n"], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function questions(list) {
    const cards = all(".question", list);
    const buttons = all("button[data-show]");
    const search = byId("search"), sort = byId("sort"), shown = byId("shown"), download = byId("download");
    const selects = ["section", "topic", "difficulty", "found", "length"].map(byId).filter(Boolean);
    const usual = sort.value;
    const words = new Map();
    const text = (card) => {
      if (!words.has(card)) words.set(card, all(".gist, .text, pre", card).map((e) => e.textContent).join("\n").toLowerCase());
      return words.get(card);
    };
    const lengths = { short: [0, 500], middle: [500, 2000], long: [2000, Infinity] };
    const fitsSelect = (card, select) => {
      if (!select.value) return true;
      if (select.id === "found") return card.dataset.tags.split(" ").includes("flagged") === (select.value === "yes");
      if (select.id === "length") {
        const [least, most] = lengths[select.value];
        return Number(card.dataset.length) >= least && Number(card.dataset.length) < most;
      }
      return card.dataset[select.id] === select.value;
    };
    let show = "";

    function apply() {
      const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const card of cards) {
        const fits = (!show || card.dataset.tags.split(" ").includes(show))
          && selects.every((select) => fitsSelect(card, select))
          && wanted.every((word) => text(card).includes(word));
        card.hidden = !fits;
        count += fits;
      }
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === show));
      shown.textContent = count === cards.length ? "" : `${count} of ${cards.length} shown`;
      heads();
      light(wanted);
      keep("show", show);
      keep("search", search.value.trim());
      for (const select of selects) keep(select.id, select.value);
    }

    // Marks what was searched without touching the text; browsers that cannot simply mark nothing.
    function light(wanted) {
      if (!window.Highlight || !CSS.highlights) return;
      CSS.highlights.delete("search");
      if (!wanted.length) return;
      const ranges = [];
      for (const card of cards) {
        if (card.hidden || ranges.length > 500) continue;
        const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const held = node.data.toLowerCase();
          if (held.length !== node.data.length) continue;
          for (const word of wanted) for (let at = held.indexOf(word); at >= 0; at = held.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            ranges.push(range);
          }
        }
      }
      if (ranges.length) CSS.highlights.set("search", new Highlight(...ranges));
    }

    function heads() {
      for (const head of all(".topic-head", list)) head.remove();
      if (sort.value !== "topic") return;
      let last = null;
      for (const card of all(".question:not([hidden])", list)) {
        if (card.dataset.topic === last) continue;
        last = card.dataset.topic;
        const head = document.createElement("h3");
        head.className = "topic-head";
        head.textContent = last || "no topic";
        card.before(head);
      }
    }

    function order() {
      const number = (card) => Number(card.dataset.number);
      const by = {
        number: (a, b) => number(a) - number(b),
        points: (a, b) => a.dataset.points - b.dataset.points || number(a) - number(b),
        topic: (a, b) => a.dataset.topic.localeCompare(b.dataset.topic) || number(a) - number(b),
        tokens: (a, b) => b.dataset.tokens - a.dataset.tokens || b.dataset.length - a.dataset.length || number(a) - number(b),
      }[sort.value];
      list.append(...cards.sort(by));
      heads();
      keep("sort", sort.value, usual);
    }

    function showAll() {
      show = "";
      search.value = "";
      for (const select of selects) select.value = "";
      apply();
    }

    function step(by) {
      const visible = cards.filter((card) => !card.hidden);
      if (!visible.length) return;
      const at = visible.findIndex((card) => card.classList.contains("current"));
      const next = visible[Math.min(visible.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
      for (const card of cards) card.classList.toggle("current", card === next);
      next.querySelector("summary").focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
      history.replaceState(null, "", "#" + next.id);
    }

    for (const button of buttons) button.addEventListener("click", () => { show = button.dataset.show; apply(); });
    for (const control of [...selects, search]) control.addEventListener("input", apply);
    sort.addEventListener("change", order);
    list.addEventListener("showall", showAll);
    list.addEventListener("changed", () => { words.clear(); apply(); });
    if (download) download.addEventListener("click", () => {
      const visible = cards.filter((card) => !card.hidden).map((card) => JSON.parse(card.dataset.row));
      save(download.dataset.name, [JSON.parse(list.dataset.columns), ...visible]);
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") { showAll(); search.blur(); return; }
      if (event.target.matches("input, select, textarea")) return;
      if (event.key === "/") { event.preventDefault(); search.focus(); }
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    });

    if (buttons.some((button) => button.dataset.show === asked.get("show"))) show = asked.get("show");
    recall(search, "search");
    recall(sort, "sort");
    for (const select of selects) recall(select, select.id);
    if (sort.value !== usual) order();
    if (show || search.value || selects.some((select) => select.value)) apply();
  }

  // A table whose heads are buttons: sorted by the cells' numbers, or by their text where they have none.
  function sortable(table) {
    const body = table.tBodies[0], heads = all("thead th", table);
    const value = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value === "" ? -Infinity : Number(cell.dataset.value);
    };
    const sortBy = (column, down) => {
      const compare = (a, b) => {
        const one = value(a, column), other = value(b, column);
        return typeof one === "string" ? one.localeCompare(other) : one === other ? 0 : one - other;
      };
      const rows = Array.from(body.rows).sort((a, b) => (down ? -1 : 1) * compare(a, b));
      body.append(...rows);
      heads.forEach((head, at) => {
        if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      keep(`${table.id}-sort`, `${column}${down ? "d" : "u"}`);
    };
    heads.forEach((head, column) => {
      const button = head.querySelector("button");
      if (button) button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sortBy(column, now ? now === "ascending" : column > 0);
      });
    });
    const found = /^(\d{1,2})([du])$/.exec(asked.get(`${table.id}-sort`) || "");
    if (found && heads[found[1]] && heads[found[1]].querySelector("button")) sortBy(Number(found[1]), found[2] === "d");
    const download = byId(`${table.id}-download`);
    if (download) download.addEventListener("click", () => {
      const cells = (row) => Array.from(row.cells).map((cell) => {
        const told = (cell.dataset.text ?? cell.textContent).trim().replace(/\s+/g, " ");
        return /^[=+\-@\t\r＝＋－＠]/.test(told) && !/^[-+]?[\d.]+%?$/.test(told) ? `'${told}` : told;
      });
      save(download.dataset.name, [cells(table.tHead.rows[0]), ...Array.from(body.rows).map(cells)]);
    });
  }

  // Printed are the summary and the table of questions; all answers where the reader asks for them.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    const whole = byId("print-all");
    closed = whole && whole.checked ? all(".question:not([hidden]) > details:not([open])") : [];
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
