// What all pages share: words, cookies, requests, messages.

/** @typedef {Record<string, [string, string]>} Words key → English, Chinese */

/** @param {string} id */
const json = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

/** @type {Words} */
const words = json("words");

/** Keys by verb, as the server has them. @type {Record<string, string>} */
export const keys = json("keys");

const root = document.documentElement;

/** @returns {boolean} whether the interface speaks Chinese */
const isChinese = () => root.lang.startsWith("zh");

/**
 * The words of a key in the language of the interface.
 * @param {string} key
 * @param {...(string | number)} args what goes into {0}, {1} …; {verb} becomes the verb's key
 */
export function say(key, ...args) {
  const text = words[key]?.[isChinese() ? 1 : 0] ?? key;
  return text
    .replace(/\{([a-z_]+)\}/g, (whole, verb) => (keys[verb] === undefined ? whole : printed(keys[verb])))
    .replace(/\{(\d)\}/g, (whole, place) => String(args[Number(place)] ?? whole));
}

const SIGNS = /** @type {Record<string, string>} */ ({ ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Enter: "⏎", Shift: "⇧" });

/** A key as it is printed on a keyboard. @param {string} key */
const printed = (key) => key.split("+").map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join("");

/** Attributes that hold words, by the attribute that names their key. */
const ATTRIBUTES = /** @type {const} */ ([
  ["data-say-label", "aria-label"],
  ["data-say-placeholder", "placeholder"],
  ["data-say-title", "title"],
]);

/** Write every word below an element anew. @param {ParentNode} [part] */
export function translate(part = document) {
  for (const element of part.querySelectorAll("[data-say]")) {
    const args = JSON.parse(element.getAttribute("data-args") ?? "[]");
    element.textContent = say(element.getAttribute("data-say") ?? "", ...args);
  }
  for (const [from, to] of ATTRIBUTES) {
    for (const element of part.querySelectorAll(`[${from}]`)) {
      element.setAttribute(to, say(element.getAttribute(from) ?? ""));
    }
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  document.cookie = `${name}=${value}; Path=/; SameSite=Strict; Max-Age=31536000`;
}

/** Switch the language of the interface in place. */
export function switchLanguage() {
  root.lang = isChinese() ? "en" : "zh-Hans";
  keep("ui", root.lang);
  translate();
}

/** Light, dark, or as the system has it, in turn. */
export function switchTheme() {
  const order = ["auto", "light", "dark"];
  const next = order[(order.indexOf(root.dataset.theme ?? "auto") + 1) % order.length];
  root.dataset.theme = next;
  keep("theme", next);
}

/** @typedef {{refusal?: string, message?: string, [name: string]: any}} Answer */

/**
 * Post JSON; the answer's `ok` tells whether it was done.
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<{ok: boolean, status: number, answer: Answer}>}
 */
export async function post(path, body) {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    const answer = isJson ? JSON.parse(text) : { message: text };
    return { ok: response.ok, status: response.status, answer };
  } catch {
    return { ok: false, status: 0, answer: { message: say("done.offline") } };
  }
}

/** @param {string} path @param {Record<string, string>} query */
export const address = (path, query) => `${path}?${new URLSearchParams(query)}`;

/** What a refusal says in the language of the interface. @param {Answer} answer */
export function refusal(answer) {
  const key = `refuse.${answer.refusal}`;
  return answer.refusal && words[key] ? say(key) : answer.message ?? "";
}

/**
 * Tell the reviewer something at the bottom of the page, and to screen readers.
 * @param {string} text
 * @param {"fine" | "trouble"} [kind]
 */
export function tell(text, kind = "fine") {
  const place = document.getElementById("message");
  if (!place) return;
  place.textContent = text;
  place.dataset.kind = kind;
}

let pending = 0;

/**
 * Do something that takes a while; the page says meanwhile that it is busy.
 * @template T
 * @param {() => T | Promise<T>} task
 * @returns {Promise<T>}
 */
export async function busy(task) {
  pending += 1;
  root.toggleAttribute("data-busy", true);
  try {
    return await task();
  } finally {
    pending -= 1;
    root.toggleAttribute("data-busy", pending > 0);
  }
}

/** The first element that matches, which must be there. @param {string} selector */
export function one(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return element;
}
