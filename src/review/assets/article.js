// The article page: a key or a button for each verb, and what the server answers to it.

import { all, cursor, go, here, length, light, name, neighbour, picks, rowOfSentence, selected, sentence, show, stepName, stepSentence, turnTo, unlight } from "./cursor.js";
import { askText, openEntity, openEverywhere, openHelp } from "./dialogs.js";
import { address, busy, keys, one, post, refusal, say, switchLanguage, tell } from "./page.js";
import { apply, doc, refresh, row, seen, startLoading } from "./rows.js";

/** @typedef {import("./cursor.js").Side} Side */

/** What the page believes of some rows. @param {(string | undefined | null)[]} about */
function belief(about) {
  /** @type {Record<string, string>} */
  const shown = {};
  for (const key of about) {
    const rev = key && row(key)?.dataset.rev;
    if (key && rev) shown[key] = rev;
  }
  return { seen: seen(), rows: shown };
}

/** Rows that the verbs of a row can touch: itself, its neighbours, those of the picks. */
function around() {
  const at = here();
  const picked = /** @type {Side[]} */ (["zh", "en"]).flatMap((side) => [...picks[side]].map((start) => rowOfSentence(side, start)));
  const near = [at?.previousElementSibling, at, at?.nextElementSibling];
  return [...near.map((element) => element?.getAttribute("data-key")), ...picked];
}

/** One request after the other, so that each believes what the one before it left. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @template T @param {() => Promise<T>} task @returns {Promise<T>} */
function inTurn(task) {
  const turn = queue.then(task);
  queue = turn.catch(() => undefined);
  return turn;
}

/**
 * Ask the server for a change and swap what it changed.
 * @param {string} path
 * @param {object} body
 * @param {string | ((swap: import("./rows.js").Swap) => string)} [done] what to tell then
 * @param {boolean} [follow] whether to go to where something changed, if that is not here
 */
async function change(path, body, done = "", follow = false) {
  const started = performance.now();
  const { ok, answer } = await post(path, { doc: doc(), belief: belief(around()), ...body });
  const answered = performance.now();
  if (!ok) {
    tell(refusal(answer), "trouble");
    if (answer.refusal?.startsWith("Stale") || answer.refusal === "NoBead") await comeBack(() => refresh(cursor.key));
    return false;
  }
  const swap = /** @type {import("./rows.js").Swap} */ (/** @type {unknown} */ (answer));
  await comeBack(async () => {
    apply(swap);
    if (swap.behind) await refresh(cursor.key);
  });
  const changed = swap.put.map((put) => put.key);
  if (follow && changed.length > 0 && !changed.includes(cursor.key)) await go(changed[0]);
  tell(typeof done === "string" ? done : done(swap));
  performance.measure("action", { start: started });
  performance.measure("action-page", { start: answered });
  requestAnimationFrame(() => setTimeout(() => performance.measure("action-painted", { start: started })));
  return true;
}

/** Do something to the rows, then find the place where the reviewer was. @param {() => Promise<void>} swap */
async function comeBack(swap) {
  const { side, key, name: mention } = cursor;
  const start = cursor.sentence ?? Number(sentence()?.dataset.s ?? NaN);
  const first = Number(key.slice(1));
  const top = here()?.getBoundingClientRect().top;
  await swap();
  const now = rowOfSentence(side, start) ?? (row(key) ? key : null) ?? rowOfSentence(key[0] === "z" ? "zh" : "en", first);
  const fallback = document.querySelector(".row")?.getAttribute("data-key");
  cursor.name = mention;
  await go(now ?? fallback ?? "", { keepSentence: true });
  const after = here()?.getBoundingClientRect().top;
  if (top !== undefined && after !== undefined && now === key && after !== top) scrollBy(0, after - top);
}

/** @param {object} action @param {string} [done] */
const act = (action, done) => inTurn(() => change("/act", { action }, done));

/** The current sentence as an action names it. */
function at() {
  const start = sentence()?.dataset.s;
  return start === undefined ? null : { side: cursor.side, sentence: Number(start) };
}

/** @param {object} action */
async function onSentence(action) {
  const place = at();
  if (place) await act({ ...action, ...place });
}

/** @param {string} wanted @param {boolean} back @param {string} [pattern] */
async function find(wanted, back, pattern = "") {
  const query = { doc: doc(), from: cursor.key, wanted, back: String(back), pattern };
  const response = await fetch(address("/find", query)).catch(() => null);
  if (!response) return tell(say("done.offline"), "trouble");
  const answer = await response.json();
  if (answer.bad !== undefined) return tell(say("done.bad_regex", answer.bad), "trouble");
  if (!answer.key) return tell(say("done.none_found"), "trouble");
  tell(answer.rank ? say("done.match", ...answer.rank) : "");
  await go(answer.key);
}

const search = () => /** @type {HTMLFormElement} */ (one("#search"));
const pattern = () => /** @type {HTMLInputElement} */ (search().elements.namedItem("pattern"));

/** @param {boolean} back */
async function findMatch(back) {
  if (!pattern().value) return openSearch();
  await find("match", back, pattern().value);
  markMatches();
}

function openSearch() {
  search().hidden = false;
  pattern().focus();
  pattern().select();
}

/** Mark what the search found, in the rows that are loaded. */
function markMatches() {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("match");
  let expression;
  try {
    expression = new RegExp(pattern().value, "giu");
  } catch {
    return;
  }
  const at = here();
  if (!pattern().value || !at) return;
  const ranges = all(at, ".s").flatMap((element) => rangesIn(element, expression));
  CSS.highlights.set("match", new Highlight(...ranges));
}

/** @param {HTMLElement} element @param {RegExp} expression */
function rangesIn(element, expression) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {{node: Node, from: number}[]} */
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, from: text.length });
    text += walker.currentNode.textContent;
  }
  const place = (/** @type {number} */ offset) => {
    const found = nodes.findLast((one) => one.from <= offset) ?? nodes[0];
    return { node: found.node, offset: offset - found.from };
  };
  return [...text.matchAll(expression)].filter((match) => match[0]).map((match) => {
    const range = new Range();
    const start = place(match.index), end = place(match.index + match[0].length);
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return range;
  });
}

/** @param {number} by */
async function step(by) {
  const next = await neighbour(by);
  if (next) await go(next);
  return next;
}

function togglePick() {
  const place = at();
  if (!place) return;
  const picked = picks[place.side];
  if (!picked.delete(place.sentence)) picked.add(place.sentence);
  show();
  tell(picks.zh.size + picks.en.size ? say("article.picked", picks.zh.size, picks.en.size) : "");
}

function clear() {
  picks.zh.clear();
  picks.en.clear();
  marked = null;
  cursor.name = null;
  search().hidden = true;
  if ("highlights" in CSS) CSS.highlights.delete("match");
  show();
  tell("");
}

async function link() {
  const numbers = (/** @type {Set<number>} */ picked) => [...picked].sort((a, b) => a - b);
  const done = await act({ do: "link", zh: numbers(picks.zh), en: numbers(picks.en) });
  if (done) {
    picks.zh.clear();
    picks.en.clear();
    show();
  }
}

/** The text of a sentence and where it starts. @param {HTMLElement} element */
const textOf = (element) => ({ text: element.textContent ?? "", start: Number(element.dataset.s) });

async function cut() {
  const element = sentence();
  const place = at();
  if (!element || !place) return;
  const { text, start } = textOf(element);
  const answer = await askText("cut", { text, lang: place.side, caretOnly: true });
  if (answer) await act({ do: "cut_sentence", ...place, at: start + length(text.slice(0, answer.start)) });
}

async function comment() {
  const text = here()?.querySelector(".comment bdi")?.textContent ?? "";
  const answer = await askText("comment", { text });
  if (answer) await act({ do: "comment", bead: cursor.key, text: answer.text }, say("done.saved"));
}

async function correct() {
  const cell = here()?.querySelector(`.cell.${cursor.side}`);
  if (!cell) return;
  const source = all(cell, ".s").map((element) => element.textContent).join(cursor.side === "en" ? " " : "");
  const own = cell.querySelector(".corrected bdi")?.textContent;
  const answer = await askText("correct", { text: own ?? source, lang: cursor.side });
  if (!answer) return;
  const text = answer.text.trim() === "" || answer.text === source ? null : answer.text;
  await act({ do: "correct", bead: cursor.key, side: cursor.side, text }, say("done.saved"));
}

/** The current name as actions name it; tells the reviewer if there is none. */
function mention() {
  const found = name();
  if (!found) {
    tell(say("done.pick_name"), "trouble");
    return null;
  }
  const start = Number(found.dataset.m);
  return { side: cursor.side, start, end: start + length(found.textContent ?? ""), element: found };
}

/** @param {number} start @param {number} end */
async function resize(start, end) {
  const found = mention();
  if (!found) return;
  const action = { do: "resize_mention", side: found.side, mention: found.start, start: found.start + start, end: found.end + end };
  if (await act(action)) {
    cursor.name = action.start;
    show();
  }
}

async function addName() {
  const picked = selected();
  const label = (/** @type {string} */ given) => given || "PER";
  if (picked) {
    getSelection()?.removeAllRanges();
    const action = { do: "add_mention", ...picked, label: label(lastLabel) };
    return void (await act(action));
  }
  const element = sentence();
  const place = at();
  if (!element || !place) return;
  const { text, start } = textOf(element);
  const answer = await askText("add", { text, lang: place.side, caretOnly: true, label: lastLabel });
  if (!answer) return;
  const from = start + length(text.slice(0, answer.start));
  const to = start + length(text.slice(0, answer.end));
  lastLabel = answer.label;
  const done = await act({ do: "add_mention", side: place.side, start: from, end: to, label: answer.label });
  if (done) {
    cursor.name = from;
    show();
  }
}

/** The label that was given last. */
let lastLabel = "PER";

/** The labels; the verb of each is its name in small letters after “label_”. */
const LABELS = ["PER", "ORG", "LOC", "DATE", "TIME", "NUM", "MONEY", "PERCENT", "WORK", "MISC"];

/** @param {string} label */
async function setLabel(label) {
  lastLabel = label;
  if (selected()) return addName();
  const found = mention();
  if (found) await act({ do: "set_label", side: found.side, mention: found.start, label });
}

/** A name that waits for its counterpart. @type {{side: Side, start: number} | null} */
let marked = null;

async function linkName() {
  const found = mention();
  if (!found) return;
  if (!marked || marked.side === found.side) {
    marked = { side: found.side, start: found.start };
    return tell(say("done.link_name"));
  }
  const pair = { [marked.side]: marked.start, [found.side]: found.start };
  const linked = (found.element.dataset.to ?? "").split(" ").includes(String(marked.start));
  marked = null;
  await act({ do: linked ? "unlink_mentions" : "link_mentions", ...pair });
}

async function deleteName() {
  const found = mention();
  if (found && (await act({ do: "delete_mention", side: found.side, mention: found.start }))) {
    cursor.name = null;
    show();
  }
}

/** After a change in many articles: this one is fetched anew. @param {boolean} changed */
async function afterMany(changed) {
  if (changed) await comeBack(() => refresh(cursor.key));
}

async function everywhere() {
  const found = mention();
  if (!found) return;
  const label = found.element.dataset.l ?? "PER";
  const text = found.element.textContent ?? "";
  await afterMany(await openEverywhere({ side: found.side, text, label, doc: doc(), what: "label" }));
}

async function rename() {
  const found = mention();
  if (!found) return;
  await afterMany(await openEntity(found.element, doc()));
}

/** Whether every row of the article is confirmed or rejected. */
function isAllDone() {
  const bar = document.querySelector("#progress progress");
  return bar instanceof HTMLProgressElement && bar.value === bar.max;
}

async function confirm() {
  const isConfirmed = here()?.classList.contains("is-confirmed");
  if (!isConfirmed && !(await act({ do: "set_status", bead: cursor.key, status: "confirmed" }))) return;
  if (!(await step(1))) tell(say(isAllDone() ? "done.all" : "done.no_next"));
}

/** @param {"up" | "down"} way */
const move = (way) => onSentence({ do: "move", way });

/** @type {Record<string, () => unknown>} */
const verbs = {
  next_row: () => step(1),
  previous_row: () => step(-1),
  left: () => turnTo("zh"),
  right: () => turnTo("en"),
  next_sentence: () => stepSentence(1),
  previous_sentence: () => stepSentence(-1),
  next_doubtful: () => find("doubtful", false),
  previous_doubtful: () => find("doubtful", true),
  next_flag: () => find("flag", false),
  previous_flag: () => find("flag", true),
  next_irregular: () => find("irregular", false),
  previous_irregular: () => find("irregular", true),
  next_open: () => find("open", false),
  previous_open: () => find("open", true),
  search: openSearch,
  next_match: () => findMatch(false),
  previous_match: () => findMatch(true),
  confirm,
  confirm_to: () => act({ do: "confirm_to", bead: cursor.key }),
  reject: () => act({ do: "set_status", bead: cursor.key, status: "rejected" }),
  reopen: () => act({ do: "set_status", bead: cursor.key, status: "auto" }),
  merge_down: () => act({ do: "merge", bead: cursor.key, way: "down" }),
  merge_up: () => act({ do: "merge", bead: cursor.key, way: "up" }),
  swap: () => act({ do: "swap", bead: cursor.key, way: "down" }),
  swap_up: () => act({ do: "swap", bead: cursor.key, way: "up" }),
  unlink: () => act({ do: "unlink", bead: cursor.key }),
  mark: () => act({ do: "mark", bead: cursor.key, on: !here()?.classList.contains("marked") }),
  comment,
  correct,
  split: () => onSentence({ do: "split" }),
  move_up: () => move("up"),
  move_down: () => move("down"),
  pick: togglePick,
  link,
  clear,
  cut,
  join: () => onSentence({ do: "join_sentence" }),
  next_name: () => stepName(1),
  previous_name: () => stepName(-1),
  add_name: addName,
  delete_name: deleteName,
  grow_end: () => resize(0, 1),
  shrink_end: () => resize(0, -1),
  grow_start: () => resize(-1, 0),
  shrink_start: () => resize(1, 0),
  link_name: linkName,
  rename,
  everywhere,
  ...Object.fromEntries(LABELS.map((label) => [`label_${label.toLowerCase()}`, () => setLabel(label)])),
  realign: () => inTurn(() => change("/realign", {}, (swap) => say("done.realigned", swap.put.length))),
  undo: () => inTurn(() => change("/undo", {}, say("done.undone"), true)),
  redo: () => inTurn(() => change("/redo", {}, say("done.redone"), true)),
  language: switchLanguage,
  help: openHelp,
};

/** A key event as settings write it. @param {KeyboardEvent} event */
export function written(event) {
  const key = event.key;
  const isLetter = /^\p{L}$/u.test(key);
  const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : ""];
  // Shift is part of what a sign key says (“?”), but not of a letter or a named key.
  if (event.shiftKey && (isLetter || key.length > 1)) parts.push("Shift");
  return [...parts.filter(Boolean), isLetter && event.shiftKey ? key.toUpperCase() : key].join("+");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.isComposing || target.closest("dialog")) return;
  if (target.closest("input, textarea, select")) {
    if (event.key === "Escape") backToRows();
    return;
  }
  const pressed = written(event);
  // What is everywhere, beside one's own keys.
  const verb = pressed === "Ctrl+z" ? "undo" : pressed === "Ctrl+y" || pressed === "Ctrl+Shift+Z" ? "redo"
    : Object.keys(keys).find((name) => keys[name] === pressed);
  if (verb && !(pressed === "Enter" && target.closest("a, button, summary"))) {
    event.preventDefault();
    void busy(() => verbs[verb]?.());
  }
}

function backToRows() {
  search().hidden = true;
  here()?.focus({ preventScroll: true });
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  const button = target.closest("[data-verb]");
  if (button) return void busy(() => verbs[button.getAttribute("data-verb") ?? ""]?.());
  const jump = target.closest("[data-go]");
  if (jump) {
    event.preventDefault();
    return void go(jump.getAttribute("data-go") ?? "");
  }
  const clicked = /** @type {HTMLElement | null} */ (target.closest(".row"));
  if (!clicked || !(getSelection()?.isCollapsed ?? true)) return;
  void choose(clicked, target);
}

/** Put the cursor where the mouse clicked. @param {HTMLElement} clicked @param {Element} target */
async function choose(clicked, target) {
  await go(clicked.dataset.key ?? "", { keepSentence: true });
  const sentence = /** @type {HTMLElement | null} */ (target.closest(".s"));
  const named = /** @type {HTMLElement | null} */ (target.closest("[data-m]"));
  if (target.closest(".cell.en")) cursor.side = "en";
  if (target.closest(".cell.zh")) cursor.side = "zh";
  cursor.sentence = sentence ? Number(sentence.dataset.s) : null;
  cursor.name = named ? Number(named.dataset.m) : null;
  show();
}

/** @param {PointerEvent} event */
function onPoint(event) {
  const target = event.target instanceof Element ? event.target.closest("[data-m], .w") : null;
  if (target instanceof HTMLElement) light(target);
  else if (name()) light(/** @type {HTMLElement} */ (name()));
  else unlight();
}

export function startArticle() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("pointerover", onPoint);
  search().addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(() => findMatch(false)).then(() => here()?.focus({ preventScroll: true }));
  });
  startLoading();
  const wanted = new URL(location.href).searchParams.get("row") ?? "";
  const start = (wanted && row(wanted) ? wanted : null) ?? document.querySelector(".row")?.getAttribute("data-key");
  if (start) void go(start);
  performance.mark("ready");
}
