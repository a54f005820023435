// The rows of an article: chunks that load as they are needed, rows that are swapped, lines
// from crossing rows to where their English stands.

import { address, one } from "./page.js";

/** @typedef {{key: string, after: string, html: string}} PutRow */
/** @typedef {{sequence: number, behind: boolean, removed: string[], put: PutRow[],
 *    renumbered: ["zh" | "en", number, number][], progress: string}} Swap */

/** Characters on a line of a cell, and pixels of a line and of a row's padding: to guess heights. */
const LINE_CHARACTERS = 62, LINE_HEIGHT = 29, ROW_PADDING = 34;

export const rows = () => one("#rows");
export const doc = () => rows().dataset.doc ?? "";
export const seen = () => Number(rows().dataset.seen);

/** @param {string} key @returns {HTMLElement | null} the row, if it is loaded */
export const row = (key) => document.getElementById(`r-${key}`);

/** @param {string} html @returns {HTMLElement[]} */
function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement[]} */ ([...template.content.children]);
}

/** @param {HTMLElement} chunk */
const waitingKeys = (chunk) => (chunk.dataset.keys ?? "").split(" ").filter(Boolean);

/** The chunk that waits to load a row. @param {string} key @returns {HTMLElement | undefined} */
function waitingChunk(key) {
  const waiting = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chunk.waiting"));
  return [...waiting].find((chunk) => waitingKeys(chunk).includes(key));
}

/** @param {HTMLElement} chunk */
function guessHeight(chunk) {
  const lines = Number(chunk.dataset.characters) / LINE_CHARACTERS;
  const height = lines * LINE_HEIGHT + waitingKeys(chunk).length * ROW_PADDING;
  chunk.style.setProperty("min-height", `${Math.round(height)}px`);
}

/** @type {Map<HTMLElement, Promise<void>>} */
const loading = new Map();

/** Load a chunk that waits. @param {HTMLElement} chunk @returns {Promise<void>} */
function load(chunk) {
  let promise = loading.get(chunk);
  if (!promise) {
    promise = fill(chunk).finally(() => loading.delete(chunk));
    loading.set(chunk, promise);
  }
  return promise;
}

/** @param {HTMLElement} chunk */
async function fill(chunk) {
  const keys = waitingKeys(chunk).join(" ");
  const response = await fetch(address("/rows", { doc: doc(), keys }));
  if (!response.ok || !chunk.isConnected) return;
  chunk.replaceChildren(...parsed(await response.text()));
  chunk.classList.remove("waiting");
  chunk.removeAttribute("data-keys");
  chunk.removeAttribute("aria-label");
  chunk.style.removeProperty("min-height");
  drawLinesSoon();
}

/** The row with a key, loaded if need be. @param {string} key @returns {Promise<HTMLElement | null>} */
export async function loadedRow(key) {
  const chunk = row(key) ? undefined : waitingChunk(key);
  if (chunk) await load(chunk);
  return row(key);
}

/** @type {IntersectionObserver | undefined} */
let nearby;

/** Load what comes near the window, then the rest while nothing else happens. */
export function startLoading() {
  nearby?.disconnect();
  nearby = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && entry.target.classList.contains("waiting")) {
        void load(/** @type {HTMLElement} */ (entry.target));
      }
    }
    drawLinesSoon();
  }, { rootMargin: "3000px 0px" });
  for (const chunk of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chunk"))) {
    if (chunk.classList.contains("waiting")) guessHeight(chunk);
    nearby.observe(chunk);
  }
  setTimeout(loadRest, 300);
  addEventListener("scroll", drawLinesSoon, { passive: true });
  addEventListener("resize", drawLinesSoon, { passive: true });
}

/** Load the chunks that wait, one after the other, when the page is idle. */
async function loadRest() {
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ go) => setTimeout(go, 30));
  for (;;) {
    const chunk = document.querySelector(".chunk.waiting");
    if (!(chunk instanceof HTMLElement)) return;
    await new Promise((go) => idle(() => go(undefined), { timeout: 500 }));
    try {
      await load(chunk);
    } catch {
      return;
    }
    if (chunk.classList.contains("waiting")) return;
  }
}

/** What the last swap showed as progress. */
let shownProgress = "";

/** Swap what an action changed. @param {Swap} swap */
export function apply(swap) {
  for (const [side, from, by] of swap.renumbered) renumber(side, from, by);
  for (const key of swap.removed) remove(key);
  for (const put of swap.put) {
    remove(put.key);
    insert(put);
  }
  rows().dataset.seen = String(swap.sequence);
  if (swap.progress !== shownProgress) one("#progress").innerHTML = swap.progress;
  shownProgress = swap.progress;
  drawLinesSoon();
}

/** @param {string} key */
function remove(key) {
  const found = row(key);
  if (found) return found.remove();
  const chunk = waitingChunk(key);
  if (chunk) chunk.dataset.keys = waitingKeys(chunk).filter((other) => other !== key).join(" ");
}

/** @param {PutRow} put */
function insert(put) {
  const element = parsed(put.html)[0];
  const before = put.after ? row(put.after) : null;
  if (before) return before.after(element);
  const chunk = put.after ? waitingChunk(put.after) : document.querySelector(".chunk");
  if (!(chunk instanceof HTMLElement)) return rows().prepend(element);
  if (!chunk.classList.contains("waiting")) return chunk.prepend(element);
  const keys = waitingKeys(chunk);
  keys.splice(keys.indexOf(put.after) + 1, 0, put.key);
  chunk.dataset.keys = keys.join(" ");
}

/** Sentence numbers after a cut or join. @param {"zh" | "en"} side @param {number} from @param {number} by */
function renumber(side, from, by) {
  for (const sentence of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`.cell.${side} .s`))) {
    if (Number(sentence.dataset.s) >= from) sentence.dataset.n = String(Number(sentence.dataset.n) + by);
  }
}

/** Fetch all rows anew, after someone else changed the article. @param {string} at the row to stay at */
export async function refresh(at) {
  const response = await fetch(address("/article", { doc: doc(), row: at }));
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["rows", "progress"]) {
    const part = fresh.getElementById(id);
    if (part) document.getElementById(id)?.replaceWith(document.adoptNode(part));
  }
  startLoading();
}

let drawing = false;

export function drawLinesSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    drawLines();
  });
}

/** A line from each crossing row near the window to the row after which its English stands. */
function drawLines() {
  const lines = document.getElementById("lines");
  if (!lines) return;
  const list = rows().getBoundingClientRect();
  const paths = [];
  for (const from of /** @type {NodeListOf<HTMLElement>} */ (rows().querySelectorAll("[data-cross]"))) {
    // A chunk that is far off is not laid out, and asking for its rows would lay it out.
    const chunk = from.closest(".chunk")?.getBoundingClientRect();
    if (!chunk || chunk.bottom < -2000 || chunk.top > innerHeight + 2000) continue;
    const start = from.getBoundingClientRect();
    const to = from.dataset.cross ? row(from.dataset.cross) : null;
    const end = to ? to.getBoundingClientRect().bottom : list.top;
    const y = start.top + Math.min(26, start.height / 2) - list.top;
    paths.push(path(list.width, y, end - list.top, paths.length));
  }
  // An overlay as large as the article is costly to paint: only if there is something new on it.
  const drawing = [list.width, list.height, ...paths].join("|");
  if (drawing === drawn || (paths.length === 0 && lines.childElementCount === 0)) return;
  drawn = drawing;
  lines.setAttribute("viewBox", `0 0 ${list.width} ${list.height}`);
  lines.replaceChildren(...paths.map((line) => {
    const element = document.createElementNS(SVG, "path");
    element.setAttribute("d", line);
    return element;
  }));
}

/** What the overlay shows. */
let drawn = "";

const SVG = "http://www.w3.org/2000/svg";

/** The line of a crossing row as SVG writes it. @param {number} width @param {number} from @param {number} to @param {number} lane */
function path(width, from, to, lane) {
  const x = width - 14, out = x + 4 + (lane % 3) * 3;
  const arrow = `M ${x - 5} ${to - 4} L ${x - 11} ${to} L ${x - 5} ${to + 4}`;
  return `M ${x - 6} ${from} H ${out - 4} Q ${out} ${from} ${out} ${from + Math.sign(to - from) * 4} V ${to - Math.sign(to - from) * 4} Q ${out} ${to} ${out - 4} ${to} H ${x - 10} ${arrow}`;
}
