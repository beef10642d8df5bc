// What a page does that `examsim view` gave out: look whether anything was written, show it, send notes and points.
// New parts come from the same templates as the page itself and are taken over as elements; no script in them runs.
(() => {
  const main = document.getElementById("main");
  if (!main || !main.dataset.view) return;
  const kind = main.dataset.view;
  const said = document.getElementById("said");
  const list = document.getElementById("list");
  const root = main.dataset.root || "";  // from a page of questions to its run
  const EVERY = 2000, MOST = 20000;  // milliseconds between two looks; the longest after failures or slow answers
  let state = main.dataset.state;
  const shown = new Map();
  const articles = (root) => Array.from(root.querySelectorAll("#list > .question"));
  for (const card of articles(document)) shown.set(card.id, card.outerHTML);

  const tell = (text, act) => {
    if (!said) return;
    said.textContent = text;
    if (act) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = act;
      button.addEventListener("click", () => location.reload());
      said.append(" ", button);
    }
  };

  async function look() {
    const started = Date.now();
    let wait = EVERY;
    try {
      const answer = await fetch(root + "state" + (root ? "" : location.search), { cache: "no-store" });
      if (answer.status === 404) tell("This run is not here any more.");
      else if (answer.ok) {
        const now = (await answer.json()).state;
        if (said && said.dataset.lost) { delete said.dataset.lost; tell(""); }
        if (now !== state && await refresh()) state = now;
      }
      wait = Math.min(MOST, Math.max(EVERY, 3 * (Date.now() - started)));
    } catch {
      wait = MOST / 4;
      if (said) { tell("The server does not answer. What you see and wrote stays here; it is looked for again."); said.dataset.lost = "1"; }
    }
    setTimeout(look, document.hidden ? MOST : wait);
  }

  // Show what is there now; false if some of it could not be shown yet.
  async function refresh() {
    const answer = await fetch("", { cache: "no-store", headers: { accept: "text/html" } });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = fresh.getElementById("main");
    if (!there) return false;
    if (there.dataset.view !== kind) { location.reload(); return false; }
    if (kind === "list") { main.replaceChildren(...there.childNodes); return true; }
    document.title = fresh.title;
    const status = document.getElementById("status"), newer = fresh.getElementById("status");
    if (status && newer) status.replaceChildren(...newer.childNodes);
    if (kind === "run") {
      const words = (root) => (root.querySelector(".hero") || root.createElement("p")).textContent;
      if (words(document) !== words(fresh)) tell("The score has changed.", "Show it");
    }
    const parts = document.getElementById("parts"), others = fresh.getElementById("parts");
    if (parts && others) {
      parts.replaceChildren(...others.childNodes);
      parts.dispatchEvent(new Event("changed"));
    }
    const taken = articles(fresh).map(take).every(Boolean);
    for (const button of fresh.querySelectorAll("button[data-show]")) {
      const own = document.querySelector(`button[data-show="${CSS.escape(button.dataset.show)}"] b`);
      const count = button.querySelector("b");
      if (own && count) own.textContent = count.textContent;
    }
    if (list) list.dispatchEvent(new Event("changed"));
    return taken;
  }

  function take(card) {
    const own = document.getElementById(card.id);
    if (!own || shown.get(card.id) === card.outerHTML) return true;
    const focused = own.contains(document.activeElement) ? document.activeElement : null;
    if ((focused && focused.closest("form")) || own.querySelector("form[data-dirty]")) return false;  // somebody writes
    shown.set(card.id, card.outerHTML);
    const open = own.querySelector("details").open;
    for (const { name, value } of card.attributes) if (name.startsWith("data-")) own.setAttribute(name, value);
    own.replaceChildren(...card.childNodes);
    own.querySelector("details").open = open;
    if (focused) own.querySelector("summary").focus({ preventScroll: true });
    fillNames(own);
    return true;
  }

  const remembered = () => { try { return localStorage.getItem("examsim-name") || ""; } catch { return ""; } };
  function fillNames(root) {
    for (const input of root.querySelectorAll("input[data-who]")) if (!input.value) input.value = remembered();
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (form) form.dataset.dirty = "1";
  });
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, output = form.querySelector("output");
    const sent = { question: form.dataset.question };
    for (const field of form.querySelectorAll("[data-name]")) sent[field.dataset.name] = field.value;
    const who = form.querySelector("[data-who]");
    try { if (who && who.value) localStorage.setItem("examsim-name", who.value); } catch { /* remembered nowhere */ }
    const points = "points" in form.dataset;
    if (points) {
      sent.seen = form.dataset.seen;
      sent.points = {};
      for (const field of form.querySelectorAll("select[data-step]"))
        if (field.value !== "") sent.points[field.dataset.step] = Number(field.value);
    }
    output.textContent = "…";
    try {
      const answer = await fetch(root + (points ? "points" : "notes"),
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent) });
      const result = await answer.json();
      if (!answer.ok) { output.textContent = result.wrong; return; }
    } catch {
      output.textContent = "Not kept: the server does not answer. Try again.";
      return;
    }
    delete form.dataset.dirty;
    output.textContent = "Kept.";
    form.querySelector("textarea").value = "";
    if (document.activeElement) document.activeElement.blur();
    if (points) { history.replaceState(null, "", "#" + form.closest(".question").id); location.reload(); } else refresh();
  });
  fillNames(document);
  setTimeout(look, EVERY);
})();
