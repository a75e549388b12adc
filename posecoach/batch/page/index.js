"use strict";
/* Only rows that have been scrolled to are shown, and pictures of cues are made of their text then: ten thousand
   results open at once. Without this script all of them are there, in the order in which they were written. */
const AT_ONCE = 60;
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
const results = document.getElementById("results");
const heads = [...document.querySelectorAll("thead th")];

const end = document.getElementById("end");
const sight = new IntersectionObserver((seen) => {
  if (seen.at(-1).isIntersecting) showMore(AT_ONCE);
}, { rootMargin: "1500px" });

const sections = [...document.querySelectorAll("#results > tbody")].map((body) => {
  const rows = [...body.rows];
  const title = rows[0].classList.contains("group") ? rows.shift() : null;
  return { body, title, rows, order: rows, shown: 0 };
});

function show(row) {
  row.classList.add("on");
  const unmade = row.querySelector("noscript");
  if (unmade) unmade.parentNode.innerHTML = unmade.textContent;
}

function showMore(count) {
  for (const section of sections) {
    const next = section.order.slice(section.shown, section.shown + count);
    if (!next.length) continue;
    const before = section.shown ? section.order[section.shown - 1] : section.title;
    if (before) before.after(...next);
    else section.body.prepend(...next);
    section.title?.classList.add("on");
    next.forEach(show);
    section.shown += next.length;
    count -= next.length;
    /* Asks again whether the end is in sight, which is told only when that changes. */
    sight.unobserve(end);
    sight.observe(end);
  }
}

/* Lets each section change its order, and begins to show it anew. */
function arrange(change) {
  for (const section of sections) {
    for (const row of section.order.slice(0, section.shown)) row.classList.remove("on");
    section.title?.classList.remove("on");
    section.shown = 0;
    change(section);
  }
  showMore(AT_ONCE);
}

function keyOf(row, column) {
  const cell = row.children[column];
  const text = cell?.dataset.k ?? cell?.textContent ?? "";
  return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return collator.compare(one, other);
}

/* What has no value in the column comes last, whichever way it is sorted. */
function sorted(rows, column, descending) {
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => [keyOf(row, column), row]);
  keyed.sort(([a], [b]) => (a === "") - (b === "") || sign * compare(a, b));
  return keyed.map(([, row]) => row);
}

/* On a small screen each value has the title of its column before it. */
heads.forEach((head, column) => {
  const button = head.firstElementChild;
  results.style.setProperty(`--title-${column + 1}`, JSON.stringify(`${button.textContent} `));
  button.addEventListener("click", () => {
    const was = { ascending: false, descending: true }[head.getAttribute("aria-sort")];
    const descending = was === undefined ? button.classList.contains("most") : !was;
    for (const other of heads) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    arrange((section) => {
      section.rows = sorted(section.rows, column, descending);
      section.order = section.rows.filter(matches);
    });
  });
});

let words = [];
const texts = new Map();

function textOf(row) {
  if (!texts.has(row)) {
    const title = row.parentNode.querySelector(":scope > .group h2")?.textContent ?? "";
    const cues = row.querySelector("noscript")?.textContent ?? row.querySelector(".cues")?.innerHTML ?? "";
    const told = cues.replace(/<details[^]*?<\/details>/g, "").replace(/<[^>]*>/g, " ");
    const cells = [...row.querySelectorAll("td:not(.cues)")].map((cell) => cell.textContent);
    texts.set(row, [title, ...cells, told].join(" ").toLowerCase());
  }
  return texts.get(row);
}

function matches(row) {
  return words.every((word) => textOf(row).includes(word));
}

const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
  words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  arrange((section) => {
    section.order = section.rows.filter(matches);
  });
  const found = sections.reduce((sum, section) => sum + section.order.length, 0);
  document.getElementById("shown").value = words.length ? WORDS.shown.replace("{count}", () => found) : "";
});

/* Commands are there as text; whoever opens them can have them copied, too. */
document.addEventListener("toggle", (event) => {
  if (!event.target.open || event.target.querySelector("button")) return;
  for (const command of event.target.querySelectorAll("code")) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: WORDS.copy });
    button.setAttribute("aria-label", WORDS.copyThis.replace("{command}", () => command.textContent));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(command.textContent);
      button.textContent = WORDS.copied;
    });
    command.after(button);
  }
}, true);

showMore(AT_ONCE);
addEventListener("beforeprint", () => showMore(Infinity));
