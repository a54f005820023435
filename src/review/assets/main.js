// The entry: what every page does, then what this page does.

import { startArticle } from "./article.js";
import { openEntity, openEverywhere, openHelp, startDialogs } from "./dialogs.js";
import { switchLanguage, switchTheme } from "./page.js";

/** @param {string} id @param {() => void} action */
function onClick(id, action) {
  document.getElementById(id)?.addEventListener("click", action);
}

onClick("language-button", switchLanguage);
onClick("theme-button", switchTheme);
onClick("help-button", openHelp);
startDialogs();

if (document.getElementById("rows")) startArticle();
else startList();

/** On pages that are lists: arrows go from line to line, Enter opens. */
function startList() {
  const lines = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("tbody tr a, li.hit a.where, tr[data-entity]")])
    .filter((line, at, all) => line.closest("tr") === null || all.findIndex((other) => other.closest("tr") === line.closest("tr")) === at);
  document.addEventListener("keydown", (event) => {
    const inSearch = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (inSearch && event.key === "ArrowDown" && !event.isComposing) {
      lines()[0]?.focus();
      return event.preventDefault();
    }
    const inField = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = lines();
      const at = all.findIndex((line) => line === document.activeElement);
      const next = event.key === "ArrowDown" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
      all[next]?.focus();
      event.preventDefault();
    } else if (event.key === "/") {
      document.querySelector("input[type=search]")?.dispatchEvent(new Event("focus"));
      /** @type {HTMLElement | null} */ (document.querySelector("input[type=search]"))?.focus();
      event.preventDefault();
    } else if (event.key === "?") {
      openHelp();
      event.preventDefault();
    } else if (event.key === "i") {
      switchLanguage();
    } else if ((event.key === "Enter" || event.key === "e") && event.target instanceof HTMLElement && event.target.dataset.entity) {
      openEntity(event.target, null);
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-edit]");
    const line = button && button.closest("tr[data-entity]");
    if (line instanceof HTMLElement) openEntity(line, null);
    const unify = event.target instanceof Element && event.target.closest("[data-unify]");
    if (unify instanceof HTMLElement) {
      const { unify: text = "", side = "zh", with: preferred = "" } = unify.dataset;
      openEverywhere({ side, text, label: "PER", doc: null, what: "write", with: preferred });
    }
  });
}
