"use strict";
// What the page does beyond being read: show one population, filter, search, sort, keys, links to a question.
// It reads only data attributes and text that are already in the page, and never makes HTML.
(() => {
  document.documentElement.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  const population = byId("population");
  if (population) {
    const choose = () => {
      for (const p of all("p[data-population], figure[data-population]")) p.hidden = p.dataset.population !== population.value;
      for (const row of all("tr[data-population]")) row.classList.toggle("chosen", row.dataset.population === population.value);
    };
    population.addEventListener("change", choose);
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
  window.addEventListener("hashchange", follow);
  follow();

  function follow() {
    const name = location.hash.slice(1);
    const target = name && byId(decodeURIComponent(name));
    if (!target) return;
    if (target.hidden) byId("list").dispatchEvent(new Event("showall"));
    for (let outer = target.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    const details = target.matches("details") ? target : target.querySelector("details");
    if (details) details.open = true;
    for (const other of all(".question.current")) other.classList.remove("current");
    if (target.matches(".question")) target.classList.add("current");
    target.scrollIntoView();
  }

  function questions(list) {
    const cards = all(".question", list);
    const buttons = all("button[data-show]");
    const search = byId("search"), section = byId("section"), sort = byId("sort"), shown = byId("shown");
    const words = new Map();
    const text = (card) => {
      if (!words.has(card)) words.set(card, card.textContent.toLowerCase());
      return words.get(card);
    };
    let show = "";

    function apply() {
      const wanted = search.value.trim().toLowerCase();
      let count = 0;
      for (const card of cards) {
        const fits = (!show || card.dataset.tags.split(" ").includes(show))
          && (!section || !section.value || card.dataset.section === section.value)
          && (!wanted || text(card).includes(wanted));
        card.hidden = !fits;
        count += fits;
      }
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === show));
      shown.textContent = count === cards.length ? "" : `${count} of ${cards.length} shown`;
    }

    function order() {
      const number = (card) => Number(card.dataset.number);
      const by = {
        number: (a, b) => number(a) - number(b),
        points: (a, b) => a.dataset.points - b.dataset.points || number(a) - number(b),
        topic: (a, b) => a.dataset.topic.localeCompare(b.dataset.topic) || number(a) - number(b),
        tokens: (a, b) => b.dataset.tokens - a.dataset.tokens || number(a) - number(b),
      }[sort.value];
      list.append(...cards.sort(by));
    }

    function showAll() {
      show = "";
      search.value = "";
      if (section) section.value = "";
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
    for (const control of [section, search]) if (control) control.addEventListener("input", apply);
    sort.addEventListener("change", order);
    list.addEventListener("showall", showAll);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") { showAll(); search.blur(); return; }
      if (event.target.matches("input, select, textarea")) return;
      if (event.key === "/") { event.preventDefault(); search.focus(); }
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    });
  }

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all(".question:not([hidden]) > details:not([open])");
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
