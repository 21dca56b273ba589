"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const form = document.querySelector("form");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "'").toLowerCase();

  // A link to a finding opens what it stands in.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.hash === location.hash) reveal();
  });

  // Paper has no triangles to click: groups are open on it, evidence stays as it was left.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".group:not([open]), .quiet:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  if (form) filter();
  reveal();

  function filter() {
    const groups = [...form.parentElement.querySelectorAll(".group")].map((element) => ({
      element,
      dimension: element.dataset.dimension,
      words: null,
      head: element.querySelector("summary"),
      more: [...element.querySelectorAll(".more")],
      rows: [...element.querySelectorAll(".rows > li")].map((row) => ({
        row,
        accounts: row.dataset.accounts.split(" "),
        severity: Number(row.dataset.severity),
        effort: row.dataset.effort,
        words: null,
      })),
      wasOpen: element.open,
    }));
    const parts = [...form.parentElement.querySelectorAll(".part")];
    const all = groups.reduce((sum, group) => sum + group.rows.length, 0);
    const status = form.querySelector("[role=status]");
    let filtered = false;

    const apply = () => {
      const wanted = new FormData(form);
      const words = plain(wanted.get("text") || "").split(/\s+/).filter(Boolean);
      const [account, dimension, severity, effort] =
        ["account", "dimension", "severity", "effort"].map((name) => wanted.get(name));
      const active = Boolean(words.length || account || dimension || severity || effort);
      let shown = 0;
      for (const group of groups) {
        let here = 0;
        if (words.length && group.words === null) {
          group.words = plain(group.head.textContent + " " + (group.element.querySelector(".why")?.textContent || ""));
        }
        for (const row of group.rows) {
          if (words.length && row.words === null) row.words = plain(row.row.textContent);
          const fits =
            (!dimension || group.dimension === dimension) &&
            (!account || row.accounts.includes(account)) &&
            (!severity || row.severity >= Number(severity)) &&
            (!effort || row.effort === effort) &&
            words.every((word) => row.words.includes(word) || group.words.includes(word));
          if (row.row.hidden === fits) row.row.hidden = !fits;
          if (fits) here += 1;
        }
        shown += here;
        group.element.hidden = here === 0;
        for (const more of group.more) {
          const left = more.querySelector("li:not([hidden])") !== null;
          more.hidden = !left;
          if (active) more.open = left && here <= 200;
          else if (filtered) more.open = false;
        }
        if (active && !filtered) group.wasOpen = group.element.open;
        if (active && words.length) group.element.open = here > 0;
        else if (!active && filtered) group.element.open = group.wasOpen;
      }
      for (const part of parts) part.hidden = active && !part.querySelector(".group:not([hidden])");
      filtered = active;
      const number = (count) => count.toLocaleString(root.lang);
      status.textContent = status.dataset.say.replace("{shown}", number(shown)).replace("{all}", number(all));
    };

    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, all > 2000 ? 200 : 0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.querySelector(".open").addEventListener("click", (event) => {
      const open = event.currentTarget.getAttribute("aria-pressed") !== "true";
      event.currentTarget.setAttribute("aria-pressed", String(open));
      for (const group of groups) group.element.open = group.wasOpen = open;
    });
    apply();
  }
})();
