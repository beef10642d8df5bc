(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("paper").textContent);
  const parts = [...document.querySelectorAll(".part")];
  const fields = [...document.querySelectorAll("fieldset.question")];
  const key = `examsim-sitting-${data.form_hash}`;
  let state = { id: "", consent: false, started: "", finished: "", section: -1, left: [], seconds: data.sections.map(() => 0), answers: {} };
  let timer = 0;

  const trouble = (words) => { at("trouble").textContent = words; at("trouble").hidden = !words; };
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify(state)); }
    catch { trouble("This browser keeps nothing: do not close the page before you have saved the answers."); }
  };
  const held = () => {
    try {
      const read = JSON.parse(localStorage.getItem(key));
      if (read && typeof read === "object" && read.answers && Array.isArray(read.seconds) && read.seconds.length === data.sections.length) return read;
    } catch { /* nothing usable is kept */ }
    return null;
  };

  const answerOf = (field) => {
    const chosen = [...field.querySelectorAll("input:checked")].map((input) => input.value);
    const written = field.querySelector("textarea, input.short");
    return written ? written.value : field.dataset.kind === "multiple_select" ? chosen : chosen[0] || "";
  };
  const fill = (field) => {
    const given = state.answers[field.dataset.question];
    if (given === undefined) return;
    const written = field.querySelector("textarea, input.short");
    if (written) written.value = String(given);
    for (const input of field.querySelectorAll(".options input")) input.checked = [].concat(given).includes(input.value);
  };
  const count = () => fields.filter((f) => answerOf(f).length > 0).length;
  const tell = () => { at("progress").textContent = state.section < 0 ? "" : `${count()} of ${fields.length} answered`; };

  const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const clock = () => {
    const limit = data.sections[state.section] && data.sections[state.section].minutes;
    at("clock").hidden = !limit || state.finished !== "";
    if (!limit || state.finished !== "") return;
    const left = Math.max(0, limit * 60 - state.seconds[state.section]);
    at("clock").textContent = `${minutes(left)} left`;
    at("clock").className = left <= 60 ? "short" : "";
    if (left === 0) { trouble(`The time of this section was over: ${parts[state.section].querySelector("h2").textContent}.`); next(); }
  };
  const tick = () => {
    const now = Date.now();
    const passed = Math.floor((now - timer) / 1000);
    if (passed < 1) return;
    timer += passed * 1000;
    state.seconds[state.section] += passed;
    keep();
    clock();
  };
  let running = 0;
  const show = () => {
    at("begin").hidden = state.section >= 0;
    parts.forEach((part, index) => { part.hidden = index !== state.section || state.finished !== ""; });
    at("end").hidden = state.finished === "";
    clearInterval(running);
    if (state.section >= 0 && state.finished === "") { timer = Date.now(); running = setInterval(tick, 500); }
    if (state.finished !== "") at("summary").textContent = `${count()} of ${fields.length} questions answered, under the id “${state.id}”.`;
    clock();
    tell();
    window.scrollTo(0, 0);
  };
  const next = () => {
    if (state.section + 1 < parts.length) state.section += 1;
    else state.finished = new Date().toISOString();
    keep();
    show();
  };

  for (const field of fields) {
    field.addEventListener("input", () => { state.answers[field.dataset.question] = answerOf(field); keep(); tell(); });
  }
  at("start").addEventListener("click", () => {
    const id = at("id").value.trim();
    if (!id) { trouble("Write an id first: without one the answers cannot be erased again."); at("id").focus(); return; }
    if (!at("consent").checked) { trouble("Without your consent nothing is kept, and there is no file to save."); at("consent").focus(); return; }
    trouble("");
    state.id = id;
    state.consent = true;
    state.started = new Date().toISOString();
    next();
  });
  for (const button of document.querySelectorAll(".next")) button.addEventListener("click", () => { trouble(""); next(); });
  at("save").addEventListener("click", () => {
    const answers = {};
    for (const field of fields) answers[field.dataset.question] = answerOf(field);
    const sheet = { schema: data.schema, form: data.form, form_hash: data.form_hash, id: state.id, consent: state.consent,
      started: state.started, finished: state.finished,
      seconds: Object.fromEntries(data.sections.map((s, index) => [s.id, state.seconds[index]])), answers };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(sheet, null, 1)], { type: "application/json" }));
    link.download = `${state.id.replace(/[^\w-]+/g, "_")}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  at("forget").addEventListener("click", () => { localStorage.removeItem(key); location.reload(); });

  const before = held();
  if (before) { state = { ...state, ...before }; fields.forEach(fill); }
  show();
})();
