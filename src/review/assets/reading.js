// The reading view of an exported file: lights up what belongs together, draws the lines of
// crossings, switches the language.
"use strict";
{
  const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

  /** @param {string} key @param {string[]} args */
  const say = (key, args) => {
    const text = words[key]?.[document.documentElement.lang === "en" ? 0 : 1] ?? key;
    return text.replace(/\{(\d)\}/g, (/** @type {string} */ whole, /** @type {string} */ place) => args[Number(place)] ?? whole);
  };

  /** @param {ParentNode} from @param {string} selector */
  const all = (from, selector) => /** @type {HTMLElement[]} */ ([...from.querySelectorAll(selector)]);

  document.getElementById("language-button")?.addEventListener("click", () => {
    const root = document.documentElement;
    root.lang = root.lang === "en" ? "zh-Hans" : "en";
    for (const element of all(document, "[data-say]")) {
      element.textContent = say(element.dataset.say ?? "", JSON.parse(element.dataset.args ?? "[]"));
    }
  });

  /** @param {HTMLElement} element */
  const light = (element) => {
    element.classList.add("lit");
    const row = element.closest(".row");
    if (!row) return;
    if (element.dataset.w !== undefined) {
      for (const word of all(row, `[data-w="${element.dataset.w}"]`)) word.classList.add("lit");
      return;
    }
    const article = element.closest("section");
    if (article && element.dataset.e) {
      for (const other of all(article, `[data-e="${CSS.escape(element.dataset.e)}"]`)) other.classList.add("near");
    }
    const side = element.closest(".cell.zh") ? "en" : "zh";
    for (const start of (element.dataset.to ?? "").split(" ").filter(Boolean)) {
      row.querySelector(`.cell.${side} [data-m="${start}"]`)?.classList.add("lit");
    }
  };

  document.addEventListener("pointerover", (event) => {
    for (const lit of all(document, ".lit, .near")) lit.classList.remove("lit", "near");
    const target = event.target instanceof Element ? event.target.closest("[data-m], .w") : null;
    if (target instanceof HTMLElement) light(target);
  });

  const SVG = "http:" + "//www.w3.org/2000/svg";

  const draw = () => {
    for (const list of all(document, ".rows")) {
      const lines = list.querySelector(".lines");
      const box = list.getBoundingClientRect();
      if (!lines) continue;
      lines.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
      lines.replaceChildren(...all(list, "[data-cross]").map((row) => {
        const to = row.dataset.cross ? list.querySelector(`[data-key="${row.dataset.cross}"]`) : null;
        const from = row.getBoundingClientRect().top + 26 - box.top;
        const end = (to ? to.getBoundingClientRect().bottom : box.top) - box.top;
        const line = document.createElementNS(SVG, "path");
        const x = box.width - 14;
        line.setAttribute("d", `M ${x - 6} ${from} H ${x + 4} V ${end} H ${x - 10} M ${x - 4} ${end - 4} L ${x - 10} ${end} L ${x - 4} ${end + 4}`);
        return line;
      }));
    }
  };
  addEventListener("resize", draw);
  draw();
}
