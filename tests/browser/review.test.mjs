// A whole review of a shipped article without a mouse: find what is wrong, repair it, name,
// comment, undo, redo, reload, kill the server, start it again, export, compare.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { act, browser, duizhao, hands, here, place, root, serve, settled, temporary } from "./desk.mjs";

const DOC = "zheng-qinwen-gold";

/** How the article stands before the review: sentences by index, right for the first and the last, wrong between. */
const WRONG = [
  [[0], [0]], [[1], [1]], [[2], [2]], [[3], [3]], [[4], [4]], [[5], [5]],
  [[6], [6, 7]], // right
  [[7], []], [[8], [8, 9]], // 8 belongs to the row before
  [[9, 10], [10, 11]], // two pairs in one row
];

let folder, server, context, page, document;
let press, rows, has, current, message, goToRow;

before(async () => {
  folder = join(temporary(), "output");
  duizhao("build", join(root, "corpus"), "-o", folder, "--quiet");
  const lines = readFileSync(join(folder, "documents.jsonl"), "utf8").trim().split("\n");
  document = lines.map((line) => JSON.parse(line)).find((record) => record.id === DOC);
  server = await serve(folder);
  context = await browser();
  page = context.pages()[0];
  ({ press, rows, has, current, message, goToRow } = hands(page));
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(server.url);
  for (const [zh, en] of WRONG) await put(zh, en);
});

after(async () => {
  await context?.close();
  await server?.stop();
});

const start = (side, index) => document[side].sentences[index].start;

/** Make a bead of these sentences, as a session before this one. */
async function put(zh, en) {
  const starts = (side, indices) => indices.map((index) => start(side, index));
  const { status, answer } = await act(page, DOC, { do: "link", zh: starts("zh", zh), en: starts("en", en) });
  assert.ok(status === 200 || answer.refusal === "AlreadyLinked", JSON.stringify(answer));
}

async function open(row = "") {
  await page.goto(place(server, "/article", { doc: DOC, row }));
  await settled(page);
}

/** Go to the row that holds a sentence, with keys only. */
async function goTo(side, index) {
  const at = await page.evaluate(([side, start]) => {
    const row = document.querySelector(`.cell.${side} .s[data-s="${start}"]`)?.closest(".row");
    return [...document.querySelectorAll(".row")].indexOf(row);
  }, [side, start(side, index)]);
  await goToRow(at);
}

test("the review begins at the list and finds the first wrong row", async () => {
  await page.goto(place(server, "/"));
  await page.keyboard.press("ArrowDown");
  for (let step = 0; step < 30 && !(await page.evaluate(() => document.activeElement?.href ?? "")).includes(DOC); step++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(DOC));
  await settled(page);
  await press("o");
  const irregular = await current();
  assert.ok(irregular.text.includes("At 4-3"), irregular.text);
});

test("confirming goes on to the next row and counts", async () => {
  await open();
  await press("Enter", "Enter");
  assert.ok(await has([0], [0]));
  assert.match(await page.locator("#progress").textContent(), /^2 of /);
  await goTo("zh", 5);
  await press("Shift+Enter");
  assert.match(await page.locator("#progress").textContent(), /^6 of /);
});

test("a sentence moves up and a row is split", async () => {
  await goTo("en", 8);
  await press("ArrowRight");
  await press("Alt+ArrowUp");
  assert.ok(await has([7], [8]), JSON.stringify(await rows()));
  assert.ok(await has([8], [9]));
  await goTo("zh", 9);
  await press("ArrowLeft", "]", "s");
  assert.ok(await has([9], [10]), JSON.stringify(await rows()));
  assert.ok(await has([10], [11]));
});

test("rows merge, and a merge is taken back and done again", async () => {
  await goTo("zh", 9);
  await press("m");
  assert.ok(await has([9, 10], [10, 11]));
  await press("z");
  assert.ok(await has([9], [10]));
  await press("y");
  assert.ok(await has([9, 10], [10, 11]));
  await press("Control+z");
  assert.ok(await has([10], [11]));
});

test("a far pair is linked and shown as crossing, with a line", async () => {
  await goTo("zh", 9);
  await press("ArrowLeft", "p");
  await goTo("en", 2);
  await press("ArrowRight", "p");
  assert.match(await message(), /1 Chinese, 1 English/);
  await press("l");
  assert.ok(await has([9], [2]), JSON.stringify(await rows()));
  assert.match((await page.locator(".row:has(.crossing)").first().textContent()), /Crossing/);
  assert.ok((await page.locator("#lines path").count()) >= 1);
  await press("z");
  assert.ok(await has([2], [2]));
});

test("a name is tagged, relabelled, grown, shrunk, removed, renamed", async () => {
  await goTo("zh", 4);
  await press("ArrowRight");
  const before = await page.locator(".row.here .cell.en [data-m]").count();
  await press("a");
  await page.keyboard.press("Home");
  for (let letter = 0; letter < 2; letter++) await page.keyboard.press("Shift+ArrowRight");
  await press("Enter");
  assert.equal(await page.locator(".row.here .cell.en [data-m]").count(), before + 1);
  await press("Shift+ArrowLeft", "3");
  const named = page.locator(".row.here .cell.en [data-m].here");
  assert.deepEqual([await named.textContent(), await named.getAttribute("data-l")], ["N", "LOC"]);
  await press("Shift+ArrowRight", "b");
  await page.locator("#names-dialog input[name=en]").fill("Nobody");
  await page.keyboard.press("Enter");
  await page.locator("#message button", { hasText: "Undo in all of them" }).waitFor();
  await press("Delete");
  assert.equal(await page.locator(".row.here .cell.en [data-m]").count(), before);
  assert.match(await page.locator(".row.here").getAttribute("class"), /is-confirmed/);
});

test("a note, a flag, a corrected text", async () => {
  await goTo("zh", 6);
  await press("t");
  await page.keyboard.type("one sentence or two?");
  await press("Enter", "f");
  await press("ArrowRight", "e");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Zheng broke serve early.");
  await press("Enter");
  const { text, classes } = await current();
  assert.ok(text.includes("one sentence or two?") && text.includes("Zheng broke serve early."), text);
  assert.match(classes, /marked/);
  await goTo("zh", 0);
  await press("g");
  assert.ok((await current()).text.includes("one sentence or two?"), "the flag is found");
});

test("a sentence is cut and joined again, and the numbers follow", async () => {
  await goTo("en", 4);
  await press("ArrowRight", "c");
  await page.keyboard.press("Home");
  for (let letter = 0; letter < 18; letter++) await page.keyboard.press("ArrowRight");
  await press("Enter");
  assert.ok(await has([4], [4, 5]), JSON.stringify(await rows()));
  assert.ok(await has([5], [6]));
  await press("Shift+C");
  assert.ok(await has([4], [4]));
  await press("Shift+C");
  assert.equal(await message(), "There is no next sentence in this paragraph.");
});

test("search finds by expression in both languages", async () => {
  await press("/");
  await page.keyboard.type("1小时\\d+分钟");
  await press("Enter");
  assert.ok((await current()).text.includes("1小时45分钟"));
  await press("/");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("(unfinished");
  await press("Enter");
  assert.match(await message(), /not a regular expression/);
  await press("Escape");
});

test("a second tab that is behind is refused and brought up to date", async () => {
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  await goTo("zh", 11);
  await press("x");
  await other.evaluate((key) => document.querySelector(`[data-key="${key}"] .s`).dispatchEvent(new MouseEvent("click", { bubbles: true })), (await current()).key);
  await other.waitForTimeout(100);
  await other.keyboard.press("t");
  await other.keyboard.type("stale");
  await other.keyboard.press("Enter");
  await settled(other);
  assert.match(await other.locator("#message").textContent(), /changed since you saw it/);
  assert.match(await other.locator(".row.here").getAttribute("class"), /is-rejected/);
  assert.equal(await other.locator(".comment", { hasText: "stale" }).count(), 0);
  await other.close();
});

test("nothing is lost when the server is killed", async () => {
  await goTo("zh", 12);
  await press("f");
  const shown = await rows();
  await server.kill();
  await press("f");
  assert.match(await message(), /server does not answer/);
  server = await serve(folder);
  await page.goto(server.url);
  await open();
  assert.deepEqual(await rows(), shown);
  await goTo("zh", 12);
  assert.match((await current()).classes, /marked/);
  await press("z");
  assert.doesNotMatch((await current()).classes, /marked/);
  assert.equal(await message(), "Undone.");
});

test("realignment leaves what was confirmed", async () => {
  const settledRows = () => page.evaluate(() => [...document.querySelectorAll(".row.is-confirmed, .row.is-rejected")].map((row) => row.dataset.key));
  const before = await settledRows();
  await press("r");
  assert.deepEqual(await settledRows(), before);
  if ((await message()) === "Saved.") await press("z");
});

test("the interface changes its language in place", async () => {
  await press("i");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  assert.match(await page.locator("#progress").textContent(), /已确认/);
  await press("i");
  assert.match(await page.locator("#progress").textContent(), /confirmed/);
});

test("a key is set anew", async () => {
  await press("?");
  await page.locator("[data-change=mark]").focus();
  await page.keyboard.press("Enter");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("q")]);
  await settled(page);
  await goTo("zh", 13);
  await press("q");
  assert.match((await current()).classes, /marked/);
  await press("z");
});

test("the export is what was reviewed", async () => {
  const file = join(temporary(), "beads.jsonl");
  duizhao("export", folder, "--to", "jsonl", "-o", file);
  const beads = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  // What the review settled; the rest is the aligner's and may change with it.
  const found = beads.filter((bead) => bead.doc === DOC).slice(0, 11)
    .map(({ type, zh, en, status, comment }) => ({ type, zh, en, status, comment }));
  const expected = join(here, "expected.json");
  if (process.env.BLESS) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`);
  assert.deepEqual(found, JSON.parse(readFileSync(expected, "utf8")));
});
