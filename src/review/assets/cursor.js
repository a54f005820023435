// Where the reviewer is: a row, a side, a sentence, perhaps a name; and what lights up there.

import { loadedRow, row } from "./rows.js";

/** @typedef {"zh" | "en"} Side */

/** The row, the side, the sentence by where it starts, the name by where it starts. */
export const cursor = {
  key: "",
  /** @type {Side} */ side: "zh",
  /** @type {number | null} */ sentence: null,
  /** @type {number | null} */ name: null,
};

/** Sentences that are picked for a link, by side. @type {Record<Side, Set<number>>} */
export const picks = { zh: new Set(), en: new Set() };

/** @returns {HTMLElement | null} */
export const here = () => row(cursor.key);

/** @param {Element} from @param {string} selector @returns {HTMLElement[]} */
export const all = (from, selector) => /** @type {HTMLElement[]} */ ([...from.querySelectorAll(selector)]);

/** The sentences of a side of the current row. @param {Side} [side] */
export function sentences(side = cursor.side) {
  const at = here();
  return at ? all(at, `.cell.${side} .s`) : [];
}

/** @returns {HTMLElement | undefined} the sentence that verbs are about */
export function sentence() {
  const found = sentences();
  return found.find((one) => Number(one.dataset.s) === cursor.sentence) ?? found[0];
}

/** @returns {HTMLElement | undefined} the name that verbs are about */
export function name() {
  const at = here();
  if (!at || cursor.name === null) return undefined;
  return all(at, `.cell.${cursor.side} [data-m]`).find((one) => Number(one.dataset.m) === cursor.name);
}

/**
 * Go to a row.
 * @param {string} key
 * @param {{focus?: boolean, keepSentence?: boolean}} [how]
 */
export async function go(key, how = {}) {
  const next = await loadedRow(key);
  if (!next) return false;
  const before = here();
  if (before && before !== next) before.setAttribute("tabindex", "-1");
  cursor.key = key;
  if (!how.keepSentence) Object.assign(cursor, { sentence: null, name: null });
  next.setAttribute("tabindex", "0");
  // Everything that changes the look comes before what measures it: one layout is enough.
  show();
  if (how.focus !== false) next.focus({ preventScroll: true });
  scrollTo(next);
  keepPlace();
  return true;
}

let keeping = 0;

/** Keep the row in the address, so that a reload comes back to it; browsers limit how often. */
function keepPlace() {
  clearTimeout(keeping);
  keeping = window.setTimeout(() => history.replaceState(null, "", withRow(cursor.key)), 250);
}

/** @param {string} key */
function withRow(key) {
  const place = new URL(location.href);
  place.searchParams.set("row", key);
  place.hash = "";
  return place;
}

/** Bring a row into the middle part of the window, if it is not there. @param {HTMLElement} element */
function scrollTo(element) {
  const { top, bottom } = element.getBoundingClientRect();
  const bar = document.querySelector("footer.bar")?.getBoundingClientRect().height ?? 0;
  const head = document.querySelector("header.article")?.getBoundingClientRect().bottom ?? 0;
  if (top < Math.max(head, 0) + 40 || bottom > innerHeight - bar - 40) {
    element.scrollIntoView({ block: "center" });
  }
}

/** Find the row that now holds the sentence of the cursor, after rows changed. @param {Side} side @param {number} start */
export function rowOfSentence(side, start) {
  const selector = `.cell.${side} .s[data-s="${start}"]`;
  const likely = [here(), row(`${side[0]}${start}`)].find((one) => one?.querySelector(selector));
  const found = likely ?? document.querySelector(selector)?.closest(".row");
  return found?.getAttribute("data-key") ?? null;
}

/** The row before or after the current one. @param {number} by */
export async function neighbour(by) {
  const at = here();
  let next = by > 0 ? at?.nextElementSibling : at?.previousElementSibling;
  let chunk = at?.closest(".chunk");
  while (!next && chunk) {
    chunk = by > 0 ? chunk.nextElementSibling : chunk.previousElementSibling;
    if (!chunk || !chunk.classList.contains("chunk")) return null;
    const key = /** @type {HTMLElement} */ (chunk).dataset.keys?.split(" ")[0];
    if (key) await loadedRow(key);
    next = by > 0 ? chunk.firstElementChild : chunk.lastElementChild;
  }
  return next?.getAttribute("data-key") ?? null;
}

/** What shows where the cursor is, and what is lit: kept, for there are many elements to look through. @type {Element[]} */
let shown = [];
/** @type {Element[]} */
let glowing = [];

/** Show where the cursor is. */
export function show() {
  for (const element of shown) element.classList.remove("here");
  shown = [];
  const at = here();
  if (!at) return unlight();
  const named = name();
  const cell = at.querySelector(`.cell.${cursor.side}`);
  for (const element of [at, cell, sentence(), named]) {
    if (!element) continue;
    element.classList.add("here");
    shown.push(element);
  }
  if (named) {
    light(named);
  } else {
    unlight();
  }
  showPicks();
}

/** @type {Element[]} */
let pickedShown = [];

export function showPicks() {
  for (const element of pickedShown) element.classList.remove("picked");
  pickedShown = [];
  for (const side of /** @type {Side[]} */ (["zh", "en"])) {
    for (const start of picks[side]) {
      const picked = document.querySelector(`.cell.${side} .s[data-s="${start}"]`);
      picked?.classList.add("picked");
      if (picked) pickedShown.push(picked);
    }
  }
}

/** Take the light from what is lit. */
export function unlight() {
  for (const element of glowing) element.classList.remove("lit", "near");
  glowing = [];
}

/** @param {Element | null | undefined} element @param {"lit" | "near"} how */
function glow(element, how) {
  if (!element) return;
  element.classList.add(how);
  glowing.push(element);
}

/**
 * Light up a name with its counterpart and the other mentions of what it names, or a supporting
 * word with its partner.
 * @param {HTMLElement} element
 */
export function light(element) {
  unlight();
  glow(element, "lit");
  const at = element.closest(".row");
  if (!at) return;
  if (element.dataset.w !== undefined) {
    for (const word of all(at, `[data-w="${element.dataset.w}"]`)) glow(word, "lit");
    return;
  }
  if (element.dataset.e) {
    for (const other of all(document.body, `[data-e="${CSS.escape(element.dataset.e)}"]`)) glow(other, "near");
  }
  const other = element.closest(".cell.zh") ? "en" : "zh";
  for (const start of (element.dataset.to ?? "").split(" ").filter(Boolean)) {
    glow(at.querySelector(`.cell.${other} [data-m="${start}"]`), "lit");
  }
}

/** Step to the next name or supporting word of the row. @param {number} by */
export function stepName(by) {
  const at = here();
  if (!at) return;
  const stops = all(at, "[data-m], .cell.zh .w").filter((stop) => !stop.parentElement?.closest("[data-m]"));
  if (stops.length === 0) return;
  const current = stops.findIndex((stop) => stop.classList.contains("at-stop"));
  const next = stops[(current < 0 ? (by > 0 ? 0 : stops.length - 1) : current + by + stops.length) % stops.length];
  for (const stop of stops) stop.classList.toggle("at-stop", stop === next);
  cursor.side = next.closest(".cell.en") ? "en" : "zh";
  cursor.sentence = Number(/** @type {HTMLElement | null} */ (next.closest(".s"))?.dataset.s);
  cursor.name = next.dataset.m === undefined ? null : Number(next.dataset.m);
  show();
  light(next);
}

/** Step through the sentences of the row, on to the other side at the end. @param {number} by */
export function stepSentence(by) {
  const stops = /** @type {Side[]} */ (["zh", "en"]).flatMap((side) => sentences(side).map((one) => ({ side, one })));
  const current = sentence();
  const at = stops.findIndex((stop) => stop.one === current);
  const next = stops[(at + by + stops.length) % stops.length];
  if (!next) return;
  cursor.side = next.side;
  cursor.sentence = Number(next.one.dataset.s);
  cursor.name = null;
  show();
}

/** @param {Side} side */
export function turnTo(side) {
  cursor.side = side;
  cursor.sentence = null;
  cursor.name = null;
  show();
}

/** Code points of a string. @param {string} text */
export const length = (text) => [...text].length;

/**
 * A stretch that is selected with the mouse inside one sentence, in code points of the article's text.
 * @returns {{side: Side, start: number, end: number} | null}
 */
export function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const inside = (/** @type {Node} */ node) => (node instanceof Element ? node : node.parentElement)?.closest(".s");
  const found = inside(range.startContainer);
  if (!(found instanceof HTMLElement) || inside(range.endContainer) !== found) return null;
  const before = document.createRange();
  before.setStart(found, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(found.dataset.s) + length(before.toString());
  const side = found.closest(".cell.zh") ? "zh" : "en";
  return { side, start, end: start + length(range.toString()) };
}
