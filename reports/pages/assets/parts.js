// The overview of a list that is too long for one page: finds questions by their line and links to the pages that hold
// them. It reads only text and data attributes, and never makes HTML of them.
(() => {
  const byId = (id) => document.getElementById(id);
  const found = byId("found"), search = byId("search"), shown = byId("shown"), section = byId("section");
  if (!found || !byId("lines")) return;
  const MOST = 200;  // links at once: more than anybody reads through
  const buttons = Array.from(document.querySelectorAll("button[data-show]"));
  const asked = new URLSearchParams(location.search);
  let show = "", known = null;

  // Read when it is first looked in, not when the page opens.
  function all() {
    return known ??= byId("lines").textContent.split("\n").filter(Boolean).map((line) => {
      const [number, anchor, tags, of, topic, id, text] = line.split("\t");
      return { number: Number(number), anchor, tags: tags.split(" "), section: of, id, text, words: `${id} ${topic} ${text}`.toLowerCase() };
    });
  }

  const address = (one) => {
    const { each, folder } = byId("parts").dataset;
    return `${folder}/${String(Math.floor((one.number - 1) / each) + 1).padStart(3, "0")}.html#${one.anchor}`;
  };

  function keep() {
    const chosen = { show, search: search.value.trim(), section: section ? section.value : "" };
    for (const [name, value] of Object.entries(chosen)) if (value) asked.set(name, value); else asked.delete(name);
    const query = asked.toString();
    try { history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash); }
    catch { /* an address that may not be changed: the page works without it */ }
  }

  function apply() {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = show || wanted.length || (section && section.value);
    const fits = chosen ? all().filter((one) => (!show || one.tags.includes(show))
      && (!section || !section.value || one.section === section.value)
      && wanted.every((word) => one.words.includes(word))) : [];
    found.replaceChildren(...fits.slice(0, MOST).map((one) => {
      const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("span");
      link.href = address(one);
      link.textContent = one.id;
      text.textContent = one.text;
      text.dir = "auto";
      item.value = one.number;
      item.append(link, " ", text);
      return item;
    }));
    shown.textContent = !chosen ? "" : `${fits.length} of ${all().length} found`
      + (fits.length > MOST ? `, the first ${MOST} listed` : "");
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === show));
    keep();
  }

  // A link to a question from before the list was cut, or from another page, leads to where the question is now.
  function follow() {
    const one = location.hash.startsWith("#q-") && all().find((each) => `#${each.anchor}` === location.hash);
    if (one) location.replace(address(one));
  }

  for (const button of buttons) button.addEventListener("click", () => { show = button.dataset.show; apply(); });
  for (const control of [search, section].filter(Boolean)) control.addEventListener("input", apply);
  byId("parts").addEventListener("changed", () => { known = null; apply(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { show = search.value = ""; if (section) section.value = ""; apply(); search.blur(); }
    if (event.key === "/" && !event.target.matches("input, select, textarea")) { event.preventDefault(); search.focus(); }
  });
  if (buttons.some((button) => button.dataset.show === asked.get("show"))) show = asked.get("show");
  if (asked.get("search")) search.value = asked.get("search").slice(0, 200);
  if (section && Array.from(section.options).some((o) => o.value === asked.get("section"))) section.value = asked.get("section");
  if (show || search.value || (section && section.value)) apply();
  window.addEventListener("hashchange", follow);
  follow();
})();
