// The dialogs: the keys, a text, the names of an entity, a change everywhere.

import { written } from "./article.js";
import { keys, one, post, refusal, say, tell } from "./page.js";

/** @param {string} selector @returns {HTMLDialogElement} */
const dialog = (selector) => /** @type {HTMLDialogElement} */ (one(selector));

/** @param {string} within @param {string} name */
const field = (within, name) => {
  const form = /** @type {HTMLFormElement} */ (one(`${within} form`));
  return /** @type {HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement} */ (form.elements.namedItem(name));
};

export function openHelp() {
  dialog("#help").showModal();
}

/** Wait until a dialog is closed. @param {HTMLDialogElement} open @returns {Promise<string>} */
const closed = (open) => new Promise((done) => open.addEventListener("close", () => done(open.returnValue), { once: true }));

/** Show a dialog and wait; true if it was sent. @param {string} selector */
async function ask(selector) {
  const open = dialog(selector);
  open.returnValue = "";
  open.showModal();
  return (await closed(open)) === "done";
}

/**
 * Ask for a text, or for a place or stretch in one.
 * @param {"comment" | "correct" | "cut" | "add"} kind
 * @param {{text: string, lang?: string, caretOnly?: boolean, label?: string}} how
 */
export async function askText(kind, how) {
  const area = field("#text-dialog", "text");
  one("#text-title").textContent = say(`dialog.${kind}`);
  const hint = kind === "comment" ? "" : say(`dialog.${kind}.hint`);
  one("#text-hint").textContent = hint;
  one("#text-hint").hidden = hint === "";
  one("#text-dialog .label-choice").hidden = kind !== "add";
  field("#text-dialog", "label").value = how.label ?? "PER";
  area.value = how.text;
  area.lang = how.lang ?? "";
  area.dataset.caretOnly = how.caretOnly ? "yes" : "";
  area.setSelectionRange(how.caretOnly ? 0 : how.text.length, how.caretOnly ? 0 : how.text.length);
  const sent = await ask("#text-dialog");
  if (!sent) return null;
  return { text: area.value, start: area.selectionStart, end: area.selectionEnd, label: field("#text-dialog", "label").value };
}

/**
 * Show what a change would touch, now and whenever the form changes; gives back how to stop.
 * @param {string} within the dialog
 * @param {string} path
 * @param {() => object} body
 */
async function previewed(within, path, body) {
  const form = one(`${within} form`), place = one(`${within} .preview`);
  let asked = 0;
  const show = async () => {
    const turn = (asked += 1);
    const { ok, answer } = await post(path, body());
    if (turn !== asked) return;
    if (ok) place.innerHTML = answer.html;
    else place.textContent = refusal(answer);
  };
  form.addEventListener("input", show);
  await show();
  return () => form.removeEventListener("input", show);
}

/**
 * Give an entity its names, here or in the whole corpus.
 * @param {HTMLElement} element a mention or a line of the names page
 * @param {string | null} doc the article; none on the names page
 */
export async function openEntity(element, doc) {
  const { e, entity, zh, en } = element.dataset;
  const id = entity ?? e ?? "";
  const inEnglish = element.closest(".cell.en") !== null;
  const own = element.textContent ?? "";
  const partner = document.querySelector(".cell mark.lit:not(.here)")?.textContent ?? "";
  field("#names-dialog", "zh").value = entity ? zh ?? "" : inEnglish ? partner : own;
  field("#names-dialog", "en").value = entity ? en ?? "" : inEnglish ? own : partner;
  field("#names-dialog", "into").value = "";
  field("#names-dialog", "scope").value = doc ? "article" : "corpus";
  one("#names-dialog .scope").hidden = !doc;
  const scope = () => field("#names-dialog", "scope").value === "article" ? doc : null;
  const stop = await previewed("#names-dialog", "/mentions", () => ({ doc: scope(), entity: id }));
  const sent = await ask("#names-dialog");
  stop();
  if (!sent) return false;
  return many("/entity", {
    doc: scope(),
    entity: id,
    zh: field("#names-dialog", "zh").value,
    en: field("#names-dialog", "en").value,
    into: field("#names-dialog", "into").value.trim(),
  }, !doc);
}

/**
 * Post a change of many articles; offers to take it back.
 * @param {string} path
 * @param {object} body
 * @param {boolean} reload whether the page shows what changed only after it is loaded anew
 */
async function many(path, body, reload) {
  const { ok, answer } = await post(path, body);
  if (!ok) {
    tell(refusal(answer), "trouble");
    return false;
  }
  if (reload) {
    sessionStorage.setItem("done", JSON.stringify(answer));
    location.reload();
    return true;
  }
  setTimeout(() => offerUndo(answer), 100);
  return true;
}

/** Offer to take back what was done just before the page was loaded anew. */
function offerStoredUndo() {
  const stored = sessionStorage.getItem("done");
  sessionStorage.removeItem("done");
  if (stored) offerUndo(JSON.parse(stored));
}

/** @param {import("./page.js").Answer} answer */
function offerUndo(answer) {
  tell(`${say("done.many", answer.articles)} `);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("done.undo_many");
  button.addEventListener("click", async () => {
    const undone = await post("/undo-many", answer.range);
    const others = undone.answer.others ?? [];
    if (others.length > 0) tell(say("undone.others", others.join(", ")), "trouble");
    else location.reload();
  });
  document.getElementById("message")?.append(button);
}

/**
 * Apply a change of a name everywhere, after a preview.
 * @param {{side: string, text: string, label: string, doc: string | null, what: string, with?: string}} name
 * @returns {Promise<boolean>} whether something changed
 */
export async function openEverywhere(name) {
  const of = (/** @type {string} */ input) => field("#everywhere-dialog", input);
  const body = () => ({
    doc: of("scope").value === "article" ? name.doc : null,
    change: { side: name.side, text: name.text, what: of("what").value, label: of("label").value, with: of("with").value },
  });
  one("#everywhere-title").textContent = say("dialog.everywhere", name.text);
  of("label").value = name.label;
  of("what").value = name.what;
  of("with").value = name.with ?? name.text;
  of("with").lang = name.side;
  of("scope").value = name.doc ? "article" : "corpus";
  one("#everywhere-dialog .scope").hidden = !name.doc;
  const fit = () => {
    one("#everywhere-dialog .with").hidden = of("what").value !== "write";
    one("#everywhere-dialog .label-field").hidden = !["label", "add"].includes(of("what").value);
  };
  fit();
  of("what").addEventListener("input", fit);
  const stop = await previewed("#everywhere-dialog", "/preview", body);
  const sent = await ask("#everywhere-dialog");
  stop();
  of("what").removeEventListener("input", fit);
  return sent ? many("/everywhere", body(), !name.doc) : false;
}

/** The key that waits to be set anew. @type {HTMLElement | null} */
let waiting = null;

/** @param {MouseEvent} event */
function onHelpClick(event) {
  const button = event.target instanceof Element && event.target.closest("[data-change]");
  if (!(button instanceof HTMLElement)) return;
  waiting = button;
  button.textContent = say("help.press");
}

/** @param {KeyboardEvent} event */
async function onHelpKey(event) {
  if (event.key === "?" && !waiting) return dialog("#help").close();
  if (!waiting || ["Shift", "Alt", "Control", "Meta"].includes(event.key)) return;
  event.preventDefault();
  const verb = waiting.dataset.change ?? "";
  const pressed = written(event);
  const taken = Object.keys(keys).find((name) => keys[name] === pressed && name !== verb);
  waiting.textContent = taken ? say("help.taken", say(`verb.${taken}`)) : say("help.change");
  waiting = null;
  if (taken) return;
  keys[verb] = pressed;
  await post("/keys", keys);
  location.reload();
}

export function startDialogs() {
  offerStoredUndo();
  for (const open of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog"))) {
    open.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : open;
      if (target.closest("[data-close]") || target === open) open.close("");
    });
    open.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      open.close("done");
    });
  }
  const area = field("#text-dialog", "text");
  area.addEventListener("beforeinput", (event) => {
    if (area.dataset.caretOnly) event.preventDefault();
  });
  area.addEventListener("keydown", (event) => {
    const label = Object.keys(keys).find((verb) => verb.startsWith("label_") && keys[verb] === written(event));
    if (label && area.dataset.caretOnly && !one("#text-dialog .label-choice").hidden) {
      field("#text-dialog", "label").value = label.slice("label_".length).toUpperCase();
      event.preventDefault();
    }
    const plain = event.key === "Enter" && !event.isComposing && !event.shiftKey;
    if (plain && (area.dataset.caretOnly || one("#text-title").textContent !== "")) {
      event.preventDefault();
      dialog("#text-dialog").close("done");
    }
  });
  one("#help").addEventListener("click", onHelpClick);
  one("#help").addEventListener("keydown", onHelpKey);
  one("#help-reset").addEventListener("click", async () => {
    await post("/keys", {});
    location.reload();
  });
}
