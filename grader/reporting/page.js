"use strict";
// What comes from the results enters the page as text nodes only; the policy in the head refuses any other way.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const ROWS = 50;
const ABSENT = ["missing", 0, -1, [], []];
const max = data.exercises.reduce((sum, exercise) => sum + exercise.max, 0);
const sets = Object.fromEntries(Object.entries(data.sets).map(([name, own]) => [name, new Set(own)]));
const students = data.students.map(([name, results], index) => ({
  index, name, results, key: name.toLowerCase(),
  points: Object.values(results).reduce((sum, [, points]) => sum + (points ?? 0), 0),
  partial: Object.values(results).some(([, points]) => points === null),
}));
const {compare} = new Intl.Collator("en", {numeric: true});
[...students].sort((one, other) => compare(one.name, other.name)).forEach((student, rank) => { student.rank = rank; });
const sorted = {column: "name", down: false};
let first = 0, shown = students, opened = null;

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
// What stands between backticks in a line is code, as in code_spans.py.
const withCode = (text) => text.split(/`([^`\n]+)`/).map((part, at) => at % 2 ? el("code", {}, part) : part);
const cell = (style, text, words) => el("td", {role: "cell", class: style}, text, el("span", {class: "hidden"}, words));
const words = (status) => status.replaceAll("_", " ");
const many = (count) => count.toLocaleString("en");

// A column: its key, what its heading shows and says, what it sorts by, and its cell for a student.
function exerciseColumn({id, title, max}) {
  const result = (student) => student.results[id] ?? ABSENT;
  return {
    key: id, label: id, long: `${id} ${title}`.trim(),
    value: (student) => result(student)[0] === "missing" ? -2 : result(student)[1] ?? -1,
    cell(student) {
      const [status, points] = result(student);
      if (status === "missing") return cell("none", "–", " not submitted");
      if (points === null) return cell("fault", "?", " not graded");
      const level = points >= max ? 5 : points ? Math.min(4, 1 + Math.floor(4 * points / max)) : 0;
      return cell(`l${level}`, status === "graded" ? points : `${points}!`, ` of ${max}, ${words(status)}`);
    },
  };
}
const LOOKS = {"-2": ["none", "–", " not submitted"], "-1": ["fault", "?", " not graded"], 0: ["l0", "✗", " failed"],
  1: ["l5", "✓", " passed"]};
function checkColumn({id}, [title], position) {
  const value = ({results}) => {
    const [status, points, , checks] = results[id] ?? ABSENT;
    return status === "missing" ? -2 : points === null ? -1 : Number(checks.includes(position));
  };
  const label = `${position + 1}`, long = `${label}: ${title}`;
  return {key: `${id}.${position}`, label, long, value, cell: (student) => cell(...LOOKS[value(student)])};
}
function columns() {
  const exercise = data.exercises.find(({id}) => id === $("columns").value);
  return exercise ? exercise.checks.map((check, at) => checkColumn(exercise, check, at)) : data.exercises.map(exerciseColumn);
}

function choose() {
  const query = $("find").value.trim().toLowerCase(), set = sets[$("show").value];
  const named = {name: (student) => student.rank, total: (student) => student.points};
  const value = named[sorted.column] ?? columns().find(({key}) => key === sorted.column)?.value ?? named.name;
  const sign = sorted.down ? -1 : 1;
  shown = students.filter((student) => student.key.includes(query) && (!set || set.has(student.index)));
  shown.sort((one, other) => sign * (value(one) - value(other)) || one.rank - other.rank);
  first = 0;
  draw();
}
function heading({key, label, long, style = ""}) {
  const button = el("button", {type: "button", "aria-label": long, title: long}, label);
  button.addEventListener("click", () => {
    Object.assign(sorted, {column: key, down: sorted.column === key && !sorted.down});
    choose();
    $("heat").querySelector(`[data-column="${key}"] button`).focus();
  });
  const order = sorted.column !== key ? "none" : sorted.down ? "descending" : "ascending";
  return el("th", {scope: "col", role: "columnheader", class: style, "data-column": key, "aria-sort": order}, button);
}
function row(student, own) {
  const name = el("a", {href: `#student-${student.index}`}, el("bdi", {}, student.name));
  const total = cell("total", `${student.points}${student.partial ? "+?" : ""}`, ` of ${max}`);
  return el("tr", {role: "row"}, el("th", {scope: "row", role: "rowheader", class: "name"}, name), total,
    ...own.map((column) => column.cell(student)));
}
function draw(rows = ROWS) {
  const own = columns(), page = shown.slice(first, first + rows), table = $("heat");
  table.style.setProperty("--columns", own.length);
  table.tHead.replaceChildren(el("tr", {role: "row"}, ...[{key: "name", label: "Student", long: "Student", style: "name"},
    {key: "total", label: "Total", long: `Total of ${max} points`, style: "total"}, ...own].map(heading)));
  table.tBodies[0].replaceChildren(...page.map((student) => row(student, own)));
  $("status").textContent = `${many(shown.length)} of ${many(students.length)} students`;
  $("range").textContent = `${many(first + 1)} to ${many(first + page.length)}`;
  $("pager").hidden = shown.length <= ROWS;
  $("before").disabled = first === 0;
  $("after").disabled = first + rows >= shown.length;
  $("titles").replaceChildren(...($("columns").value ? own.map(({long}) => el("li", {}, long.replace(/^\d+: /, ""))) : []));
}

function line([title, most], message, graded) {
  if (message === undefined) return el("li", {}, `${title} (${most} of ${most})`);
  const item = el("li", {}, el("span", {class: "bad"}, graded ? "✗ failed: " : "? not graded: "), `${title} (0 of ${most})`);
  const text = data.texts[message];
  if (text) item.append(text.includes("\n") ? el("pre", {}, text) : el("div", {class: "facts"}, text));
  return item;
}
function result(exercise, [status, points, note, checks, mistakes]) {
  if (status === "missing") return [];
  const earned = points === null ? "not graded" : `${points} of ${exercise.max}`;
  const parts = [el("h3", {}, `${`${exercise.id} ${exercise.title}`.trim()}: ${earned}`)];
  if (status !== "graded") parts.push(el("p", {}, `It ended as: ${words(status)}.`));
  if (data.texts[note]) parts.push(el("pre", {}, data.texts[note]));
  for (const [title, explanation] of mistakes.map((at) => data.mistakes[at]))
    parts.push(el("div", {class: "mistake"}, el("h4", {}, ...withCode(title)), el("p", {class: "prose"}, ...withCode(explanation))));
  const failed = checks.filter(Array.isArray), passed = checks.filter(Number.isInteger);
  parts.push(el("ul", {}, ...failed.map(([at, message]) => line(exercise.checks[at], message, points !== null))));
  if (!passed.length) return parts;
  const summary = el("summary", {}, el("span", {class: "good"}, "✓ "), `${passed.length} of ${checks.length} checks passed`);
  return [...parts, el("details", {}, summary, el("ul", {}, ...passed.map((at) => line(exercise.checks[at]))))];
}
function article(student) {
  const own = ({id}) => student.results[id] ?? ABSENT;
  const absent = data.exercises.filter((exercise) => own(exercise)[0] === "missing");
  return el("article", {class: "student", "aria-labelledby": `name-${student.index}`},
    el("h2", {id: `name-${student.index}`, tabindex: "-1"}, el("bdi", {}, student.name)),
    el("p", {}, `${student.points}${student.partial ? "+?" : ""} of ${max} points`),
    ...(absent.length ? [el("p", {}, `Not submitted: ${absent.map(({id}) => id).join(", ")}`)] : []),
    ...data.exercises.flatMap((exercise) => result(exercise, own(exercise))));
}

// The address says what is shown: #student-12, #pages (everyone in the table), or the overview.
function route() {
  const one = students[/^#student-(\d+)$/.exec(location.hash)?.[1]], at = shown.indexOf(one);
  const chosen = one ? [one] : location.hash === "#pages" ? shown : [], inside = chosen.length > 0;
  $("overview").hidden = inside;
  $("pages").hidden = !inside;
  document.title = one ? `${one.name}: class report` : "Class report";
  for (const [name, neighbour] of [["previous", shown[at - 1]], ["next", at < 0 ? undefined : shown[at + 1]]]) {
    $(name).hidden = !neighbour;
    $(name).href = `#student-${neighbour?.index}`;
  }
  $("articles").replaceChildren(...chosen.map(article));
  const back = document.querySelector(`#heat a[href="#student-${opened}"]`);
  if (inside) scrollTo(0, 0);
  else $(location.hash.slice(1))?.scrollIntoView();
  (inside ? $("articles").querySelector("h2") : back)?.focus();
  opened = one?.index;
}

for (const button of document.querySelectorAll("[data-set]")) button.addEventListener("click", () => {
  $("show").value = button.dataset.set;
  $("find").value = "";
  choose();
  $("students").scrollIntoView();
  $("show").focus();
});
$("controls").addEventListener("submit", (event) => event.preventDefault());
$("controls").addEventListener("input", choose);
for (const [name, step] of [["before", -ROWS], ["after", ROWS]])
  $(name).addEventListener("click", () => { first += step; draw(); });
$("print-pages").addEventListener("click", () => print());
addEventListener("hashchange", route);
addEventListener("beforeprint", () => { if ($("pages").hidden) { first = 0; draw(shown.length); } });
addEventListener("afterprint", () => draw());
choose();
route();
