"use strict";
(() => {
  const body = document.body;
  const main = document.getElementById("findings");
  const search = document.getElementById("words");
  const group = document.getElementById("group");
  const brief = document.getElementById("brief");
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");
  const boxes = [...document.querySelectorAll("input[type=checkbox][name]")];
  const selects = [...document.querySelectorAll("select[name]")];
  const facets = ["impact", "severity", "fix", "state", "file", "rule"];
  const worstFirst = [...main.querySelectorAll("article")];
  const byPlace = worstFirst.slice().sort((one, other) => one.dataset.at - other.dataset.at);
  const headings = new Map();
  let texts = null;
  let arranged = "impact";
  let later = 0;

  const valueOf = (article, facet) => article.dataset[facet] || (facet === "state" ? "reported" : "");

  function fillSelects() {
    for (const select of selects) {
      const names = new Set(byPlace.map((article) => valueOf(article, select.name)));
      const sorted = [...names].sort();
      for (const name of sorted) select.append(new Option(name, name));
    }
  }

  function rememberHeadings() {
    for (const section of main.querySelectorAll("section")) {
      const article = section.querySelector("article");
      headings.set(article.dataset.impact, section.querySelector("h2"));
    }
  }

  function heading(by, name) {
    if (by === "impact") return headings.get(name);
    const made = document.createElement("h2");
    const number = document.createElement("span");
    number.className = "n";
    made.append(name, number);
    return made;
  }

  function arrange(by) {
    if (by === arranged) return;
    arranged = by;
    const sections = new Map();
    for (const article of by === "file" ? byPlace : worstFirst) {
      const name = valueOf(article, by);
      if (!sections.has(name)) {
        const section = document.createElement("section");
        section.append(heading(by, name));
        sections.set(name, section);
      }
      sections.get(name).append(article);
    }
    for (const old of main.querySelectorAll("section")) old.remove();
    nothing.before(...sections.values());
  }

  function wanted() {
    const found = {};
    for (const facet of facets) found[facet] = new Set();
    for (const box of boxes) if (box.checked) found[box.name].add(box.value);
    for (const select of selects) if (select.value) found[select.name].add(select.value);
    return found;
  }

  function lettersOf() {
    texts = texts || new Map(worstFirst.map((article) => [article, article.textContent.toLowerCase()]));
    return texts;
  }

  function filter() {
    const chosen = wanted();
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const letters = words.length ? lettersOf() : null;
    const numbers = {};
    for (const facet of facets) numbers[facet] = new Map();
    let shown = 0;
    for (const article of worstFirst) {
      const failed = facets.filter((facet) => chosen[facet].size && !chosen[facet].has(valueOf(article, facet)));
      const said = words.every((word) => letters.get(article).includes(word));
      article.hidden = failed.length > 0 || !said;
      shown += !article.hidden;
      if (!said || failed.length > 1) continue;
      for (const facet of failed.length ? failed : facets) {
        const value = valueOf(article, facet);
        numbers[facet].set(value, (numbers[facet].get(value) || 0) + 1);
      }
    }
    const active = words.length + facets.reduce((sum, facet) => sum + chosen[facet].size, 0);
    document.getElementById("active").textContent = active ? `(${active})` : "";
    tell(shown, numbers);
  }

  function tell(shown, numbers) {
    for (const box of boxes) {
      const label = box.closest("label");
      const number = numbers[box.name].get(box.value) || 0;
      label.querySelector(".n").textContent = number;
      label.classList.toggle("none", !number);
    }
    for (const select of selects) {
      for (const option of select.options) {
        if (option.value) option.textContent = `${option.value} (${numbers[select.name].get(option.value) || 0})`;
      }
    }
    for (const section of main.querySelectorAll("section")) {
      const left = section.querySelectorAll("article:not([hidden])").length;
      section.hidden = !left;
      section.querySelector("h2 .n").textContent = left;
    }
    const all = worstFirst.length;
    const noun = all === 1 ? "finding" : "findings";
    count.textContent = shown === all ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
    nothing.hidden = shown > 0 || all === 0;
  }

  function remember() {
    clearTimeout(later);
    const kept = new URLSearchParams();
    const chosen = wanted();
    for (const facet of facets) for (const value of chosen[facet]) kept.append(facet, value);
    if (search.value.trim()) kept.set("q", search.value.trim());
    if (group.value !== "impact") kept.set("group", group.value);
    if (brief.checked) kept.set("view", "brief");
    const fragment = kept.toString();
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  }

  function recall(fragment) {
    clearTimeout(later);
    const target = document.getElementById(fragment);
    const kept = new URLSearchParams(target ? "" : fragment);
    for (const box of boxes) box.checked = kept.getAll(box.name).includes(box.value);
    for (const select of selects) {
      const value = kept.get(select.name) || "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    search.value = kept.get("q") || "";
    group.value = ["file", "rule"].includes(kept.get("group")) ? kept.get("group") : "impact";
    brief.checked = kept.get("view") === "brief";
    show();
    if (target && target.matches("article")) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    }
  }

  function show() {
    main.classList.toggle("brief", brief.checked);
    main.classList.toggle("by-impact", group.value === "impact");
    arrange(group.value);
    filter();
  }

  function changed() {
    show();
    remember();
  }

  body.classList.add("js");
  if (matchMedia("(max-width: 60rem)").matches) {
    for (const part of document.querySelectorAll("aside details")) part.open = false;
  }
  fillSelects();
  rememberHeadings();
  for (const input of [...boxes, ...selects, group, brief]) input.addEventListener("change", changed);
  search.addEventListener("input", () => {
    filter();
    clearTimeout(later);
    // Safari takes a hundred changes of the address in half a minute
    later = setTimeout(remember, 300);
  });
  document.getElementById("reset").addEventListener("click", () => {
    recall("");
    remember();
  });
  addEventListener("hashchange", () => recall(location.hash.slice(1)));
  recall(location.hash.slice(1));
})();
