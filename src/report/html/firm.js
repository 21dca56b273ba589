"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const form = document.querySelector("form");
  const table = document.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "'").toLowerCase();
  const names = new Map(rows.map((row) => [row, plain(row.cells[0].textContent)]));
  const collator = new Intl.Collator(root.lang, { numeric: true });

  // The heads become buttons: a click sorts, another one turns the order round.
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const other = head.ariaSort === "ascending" ? "descending" : "ascending";
      const order = head.ariaSort ? other : head.dataset.first;
      for (const one of heads) one.ariaSort = null;
      head.ariaSort = order;
      sort(column, order === "ascending" ? 1 : -1);
    });
  });

  function sort(column, sign) {
    const value = (row) => row.cells[column].dataset.value;
    const compare = (a, b) => {
      if (column === 0) return sign * collator.compare(a.cells[0].textContent, b.cells[0].textContent);
      // What is not known stands last, whichever way.
      if (value(a) === "" || value(b) === "") return (value(a) === "") - (value(b) === "");
      return sign * (Number(value(a)) - Number(value(b)));
    };
    // Equals stay in the order of names.
    const named = [...rows].sort((a, b) => collator.compare(a.cells[0].textContent, b.cells[0].textContent));
    body.append(...named.sort(compare));
  }

  const status = form.querySelector("[role=status]");
  const apply = () => {
    const wanted = new FormData(form);
    const words = plain(wanted.get("text") || "").split(/\s+/).filter(Boolean);
    const [gate, severity] = [wanted.get("gate"), wanted.get("severity")];
    let shown = 0;
    for (const row of rows) {
      const fits =
        words.every((word) => names.get(row).includes(word)) &&
        (!gate || row.dataset.gate === gate) &&
        (!severity || Number(row.dataset.worst ?? -1) >= Number(severity));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    const number = (count) => count.toLocaleString(root.lang);
    status.textContent = status.dataset.say.replace("{shown}", number(shown)).replace("{all}", number(rows.length));
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
})();
