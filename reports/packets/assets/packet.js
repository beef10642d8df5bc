"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("packet").textContent);
  const known = new Map(data.answers.map((a) => [a.id, a]));
  const given = new Map();
  let here = 0, row = 0;

  const key = (id) => `examsim/${data.id}/${id}`;
  const make = (name, text, into) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (into) into.append(made);
    return made;
  };
  // A word longer than any real one gets places to break: without them a browser lays it out in seconds.
  const flow = (target, text) => {
    if (!/\S{200}/.test(text)) { target.textContent = text; return; }
    target.replaceChildren();
    for (const piece of text.match(/\S{1,100}|\s+/g)) target.append(piece, document.createElement("wbr"));
  };
  // A text as written, and before it the rendered one where there is one: copied as nodes, never read as HTML.
  const fill = (target, text, place) => {
    target.replaceChildren();
    const drawn = at(`drawn-${place}`);
    if (drawn) {
      const rendered = make("div", undefined, target);
      rendered.className = "text md";
      rendered.dir = "auto";
      rendered.append(drawn.content.cloneNode(true));
    }
    const written = make("div", undefined, target);
    written.className = drawn ? "text plain" : "text";
    written.dir = "auto";
    flow(written, text);
  };
  const trouble = (text) => { at("trouble").textContent = text; at("trouble").hidden = !text; };

  // The browser's memory: one entry an answer, written at every change.
  const empty = () => ({ points: {}, comment: "" });
  const usable = (held, answer) => {
    const clean = empty();
    if (held && typeof held.comment === "string") clean.comment = held.comment;
    for (const step of data.questions[answer.question].steps) {
      const points = held && held.points ? held.points[step.id] : undefined;
      if (step.allowed.includes(points)) clean.points[step.id] = points;
    }
    return clean;
  };
  const load = (answer) => {
    try { return usable(JSON.parse(localStorage.getItem(key(answer.id))), answer); } catch { return empty(); }
  };
  const save = (id) => {
    try { localStorage.setItem(key(id), JSON.stringify(given.get(id))); trouble(""); }
    catch { trouble("This browser does not keep the grades: export them before you close the page."); }
  };
  for (const answer of data.answers) given.set(answer.id, load(answer));
  try { localStorage.setItem(key("probe"), "1"); localStorage.removeItem(key("probe")); }
  catch { trouble("This browser does not keep the grades: export them before you close the page."); }

  const state = (answer) => {
    const count = Object.keys(given.get(answer.id).points).length;
    return count === 0 ? "none" : count === data.questions[answer.question].steps.length ? "done" : "part";
  };

  // The same sum as the rubric's: prerequisites, caps of groups, then between 0 and the maximum.
  const total = (question, points) => {
    const earned = {};
    for (const step of question.steps) earned[step.id] = points[step.id] || 0;
    for (const step of question.steps) {
      if (step.requires.some((other) => (earned[other] || 0) <= 0)) earned[step.id] = Math.min(0, earned[step.id]);
    }
    let sum = 0;
    for (const step of question.steps) if (!step.group) sum += earned[step.id];
    for (const [group, cap] of Object.entries(question.caps)) {
      sum += Math.min(cap, question.steps.filter((s) => s.group === group).reduce((n, s) => n + earned[s.id], 0));
    }
    return Math.min(question.max, Math.max(0, sum));
  };

  const marks = data.answers.map((answer, index) => {
    const button = make("button", String(index + 1), at("list"));
    button.type = "button";
    button.addEventListener("click", () => show(index));
    return button;
  });
  const tell = () => {
    const done = data.answers.filter((a) => state(a) === "done").length;
    const rest = data.answers.length - done;
    at("progress").textContent = `${done} of ${data.answers.length} graded` + (rest ? "" : ": export the grades and send the file back");
  };
  const mark = (index) => {
    const found = state(data.answers[index]);
    marks[index].className = found;
    marks[index].setAttribute("aria-label", `Answer ${index + 1}, ${{ none: "no points yet", part: "partly graded", done: "graded" }[found]}`);
  };
  const sum = () => {
    const answer = data.answers[here], question = data.questions[answer.question], points = given.get(answer.id).points;
    const missing = question.steps.length - Object.keys(points).length;
    at("total").textContent = `${total(question, points)} of ${question.max}` + (missing ? ` (${missing} ${missing === 1 ? "criterion" : "criteria"} open)` : "");
  };
  const changed = () => { save(data.answers[here].id); mark(here); sum(); tell(); };

  const choose = (step, field, answer) => {
    const choices = make("div", undefined, field);
    choices.className = "choices";
    for (const points of step.allowed) {
      const label = make("label", undefined, choices);
      const radio = make("input", undefined, label);
      radio.type = "radio";
      radio.name = step.id;
      radio.value = String(points);
      radio.checked = given.get(answer.id).points[step.id] === points;
      radio.addEventListener("change", () => { given.get(answer.id).points[step.id] = points; changed(); });
      label.append(` ${points}`);
    }
  };
  const steps = (question, answer) => {
    at("steps").replaceChildren();
    question.steps.forEach((step, index) => {
      const field = make("fieldset", undefined, at("steps"));
      const more = [];
      if (step.requires.length) more.push(`only with ${step.requires.join(", ")}`);
      if (step.group) more.push(`with its group at most ${question.caps[step.group]}`);
      const legend = make("legend", step.id === "level" ? "" : `${step.id}: `, field);
      const drawn = at(`drawn-q${answer.question}-step-${index}`);
      if (drawn) {
        const rendered = make("span", undefined, legend);
        rendered.className = "md inline";
        rendered.append(drawn.content.cloneNode(true));
      } else legend.append(step.text);
      if (more.length) legend.append(` (${more.join("; ")})`);
      choose(step, field, answer);
      const told = answer.earlier.filter((e) => step.id in e.criteria);
      if (told.length) {
        const line = make("p", told.map((e) => `${e.who} ${e.criteria[step.id]}`).join(" · "), field);
        line.className = new Set(told.map((e) => e.criteria[step.id])).size > 1 ? "earlier apart" : "earlier";
      }
      field.addEventListener("focusin", () => markRow(index));
    });
  };
  // A click marks its criterion without moving the page under the pointer; a key also brings it into view.
  const markRow = (index) => {
    const fields = [...at("steps").children];
    row = Math.max(0, Math.min(fields.length - 1, index));
    fields.forEach((f, n) => f.classList.toggle("current", n === row));
  };
  const light = (index) => {
    markRow(index);
    at("steps").children[row].scrollIntoView({ block: "nearest" });
  };
  const fold = (id, text, place) => { at(id).hidden = !text; fill(at(id).querySelector(".filled"), text, place); at(id).open = false; };

  const show = (index) => {
    marks[here].removeAttribute("aria-current");
    here = index;
    const answer = data.answers[here], question = data.questions[answer.question];
    marks[here].setAttribute("aria-current", "true");
    marks[here].scrollIntoView({ block: "nearest" });
    const place = `q${answer.question}`;
    fill(at("stem"), question.stem, `${place}-stem`);
    at("pictures").replaceChildren();
    for (const picture of question.pictures) {
      if (picture.uri) { const image = make("img", undefined, at("pictures")); image.src = picture.uri; image.alt = picture.text; }
      else make("p", `[Figure: ${picture.text}]`, at("pictures"));
    }
    fold("passage", question.passage, `${place}-passage`);
    fold("model", question.model_answer, `${place}-model`);
    fold("anchors", question.anchors, `${place}-anchors`);
    at("token").textContent = `${here + 1} of ${data.answers.length}, ${question.label}, ${answer.id}`;
    fill(at("text"), answer.text, `a${here}-text`);
    at("source").hidden = !at("answer").querySelector(".md");
    at("notes").replaceChildren();
    if (question.notes) fill(at("notes"), question.notes, `${place}-notes`);
    at("levels").replaceChildren();
    question.levels.forEach((level, number) => {
      const line = make("li", `${level.points}: `, at("levels"));
      const drawn = at(`drawn-${place}-level-${number}`);
      if (!drawn) { line.append(level.text); return; }
      const rendered = make("span", undefined, line);
      rendered.className = "md inline";
      rendered.append(drawn.content.cloneNode(true));
    });
    at("earlier").replaceChildren();
    for (const e of answer.earlier) {
      make("p", `${e.who}: ${e.points} of ${question.max}${e.comment ? `. ${e.comment}` : ""}`, at("earlier"));
    }
    steps(question, answer);
    light(0);
    at("comment").value = given.get(answer.id).comment;
    sum();
    at("grading").scrollTop = 0;
    at("answer").scrollTop = 0;
    scrollTo(0, 0);
  };
  const go = (by) => show((here + by + data.answers.length) % data.answers.length);
  const goOpen = () => {
    for (let n = 1; n <= data.answers.length; n++) {
      const index = (here + n) % data.answers.length;
      if (state(data.answers[index]) !== "done") { show(index); return; }
    }
  };

  at("comment").addEventListener("input", () => { given.get(data.answers[here].id).comment = at("comment").value; changed(); });
  at("before").addEventListener("click", () => go(-1));
  at("next").addEventListener("click", () => go(1));
  at("open").addEventListener("click", goOpen);
  at("steps").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === at("comment")) { if (event.key === "Escape") at("comment").blur(); return; }
    const keys = { n: () => go(1), p: () => go(-1), u: goOpen, c: () => at("comment").focus(), ArrowDown: () => light(row + 1), ArrowUp: () => light(row - 1) };
    const radios = [...at("steps").children[row].querySelectorAll("input")];
    const take = (radio) => { if (radio) { radio.click(); radio.blur(); } return radio; };
    if (/^[0-9]$/.test(event.key) && radios.length > 9) take(radios.find((r) => r.value === event.key));
    else if (/^[1-9]$/.test(event.key)) { if (take(radios[Number(event.key) - 1])) light(row + 1); }
    else if (event.key === "+" || event.key === "-") {
      const chosen = radios.findIndex((r) => r.checked);
      take(radios[chosen === -1 ? 0 : chosen + (event.key === "+" ? 1 : -1)]);
    } else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  addEventListener("storage", (event) => {
    const answer = data.answers.find((a) => key(a.id) === event.key);
    if (!answer) return;
    given.set(answer.id, load(answer));
    mark(data.answers.indexOf(answer));
    tell();
    if (answer === data.answers[here]) show(here);
  });

  at("export").addEventListener("click", () => {
    const grades = data.answers.filter((a) => state(a) !== "none" || given.get(a.id).comment).map((a) => ({ id: a.id, ...given.get(a.id) }));
    const body = JSON.stringify({ schema: "examsim.grading/1", packet: data.id, grader: data.grader, grades }, null, 1);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([body], { type: "application/json" }));
    link.download = `${data.grader}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  at("import").addEventListener("change", async () => {
    const file = at("import").files[0];
    at("import").value = "";
    if (!file) return;
    try {
      const read = JSON.parse(await file.text());
      if (read.packet !== data.id) { trouble(`${file.name} belongs to another packet.`); return; }
      for (const entry of read.grades) {
        const answer = known.get(entry.id);
        if (answer) { given.set(entry.id, usable(entry, answer)); save(entry.id); mark(data.answers.indexOf(answer)); }
      }
      tell();
      show(here);
    } catch { trouble(`${file.name} cannot be read: it is not a file that this page exported.`); }
  });

  marks.forEach((_, index) => mark(index));
  tell();
  show(0);
})();
