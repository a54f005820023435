// Every verb by its key: what it does to the rows, and that undo takes it back. The last test
// looks whether a key of any verb was forgotten.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, duizhao, hands, place, root, serve, settled, temporary } from "./desk.mjs";

const DOC = "zheng-qinwen-gold";

let server, context, page;
let press, pressed, rows, current, message, goToRow;

before(async () => {
  const folder = join(temporary(), "output");
  duizhao("build", join(root, "corpus"), "-o", folder, "--quiet");
  server = await serve(folder);
  context = await browser();
  page = context.pages()[0];
  ({ press, pressed, rows, current, message, goToRow } = hands(page));
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(server.url);
  await page.goto(place(server, "/article", { doc: DOC }));
  await settled(page);
});

after(async () => {
  await context?.close();
  await server?.stop();
});

/** The first place from where on `count` rows in a row are 1-1. */
async function pairs(count) {
  const all = await rows();
  const isPair = ([zh, en]) => zh.length === 1 && en.length === 1;
  const at = all.findIndex((_, at) => at >= 4 && all.slice(at, at + count).length === count && all.slice(at, at + count).every(isPair));
  assert.ok(at >= 0, "no such rows");
  return at;
}

/** Press a key in a row, look at what became of the rows, take it back. */
async function try_(at, keys, look) {
  const before = await rows();
  await goToRow(at);
  await press(...keys);
  look(before, await rows());
  await press("z");
  assert.deepEqual(await rows(), before, "undo");
}

test("partners are swapped with the next row and with the previous one", async () => {
  const at = await pairs(2);
  const swapped = (before, after) => {
    assert.deepEqual(after[at], [before[at][0], before[at + 1][1]]);
    assert.deepEqual(after[at + 1], [before[at + 1][0], before[at][1]]);
  };
  await try_(at, ["w"], swapped);
  await try_(at + 1, ["Shift+W"], swapped);
});

test("a row is merged with the previous one and with the next", async () => {
  const at = await pairs(2);
  const merged = (before, after) => {
    assert.deepEqual(after[at], [[...before[at][0], ...before[at + 1][0]], [...before[at][1], ...before[at + 1][1]]]);
    assert.equal(after.length, before.length - 1);
  };
  await try_(at + 1, ["Shift+M"], merged);
  await try_(at, ["m"], merged);
});

test("a row is taken apart", async () => {
  const at = await pairs(1);
  await try_(at, ["u"], (before, after) => {
    assert.deepEqual(after.slice(at, at + 2), [[before[at][0], []], [[], before[at][1]]]);
  });
});

test("a sentence moves down and up on either side", async () => {
  const at = await pairs(3);
  await try_(at, ["ArrowLeft", "Alt+ArrowDown"], (before, after) => {
    assert.deepEqual(after.find(([zh]) => zh.includes(before[at + 1][0][0]))[0], [...before[at][0], ...before[at + 1][0]]);
  });
  await try_(at + 1, ["ArrowRight", "Alt+ArrowUp"], (before, after) => {
    assert.deepEqual(after[at][1], [...before[at][1], ...before[at + 1][1]]);
  });
});

test("a merged row is split at its second sentence", async () => {
  const at = await pairs(2);
  const before = await rows();
  await goToRow(at);
  await press("m", "ArrowLeft", "]", "s");
  assert.deepEqual(await rows(), before);
  await press("ArrowLeft", "]", "[");
  await press("s");
  assert.match(await message(), /not before the first|second sentence/);
  await press("z", "z");
});

test("a sentence is cut and joined", async () => {
  const at = await pairs(1);
  const before = await rows();
  await goToRow(at);
  await press("ArrowRight", "c", "Home");
  for (let letter = 0; letter < 12; letter++) await page.keyboard.press("ArrowRight");
  await press("Enter");
  assert.equal((await rows())[at][1].length, before[at][1].length + 1);
  await press("Shift+C");
  assert.equal((await rows())[at][1].length, before[at][1].length);
  await press("z", "z");
});

test("picks are cleared, and a far link crosses", async () => {
  const at = await pairs(1);
  await goToRow(at);
  await press("ArrowLeft", "p");
  assert.equal(await page.locator(".s.picked").count(), 1);
  await press("Escape");
  assert.equal(await page.locator(".s.picked").count(), 0);
  const before = await rows();
  await press("ArrowLeft", "p");
  const far = before.length - 1 - [...before].reverse().findIndex(([zh, en]) => zh.length === 1 && en.length === 1);
  await goToRow(far);
  await press("ArrowRight", "p", "l");
  assert.ok((await rows()).some(([zh, en]) => zh[0] === before[at][0][0] && en[0] === before[far][1][0]));
  assert.ok((await page.locator(".row .crossing").count()) > 0);
  // What a far link leaves over is doubtful, and flagged by nobody.
  await goToRow(0);
  await press("d");
  assert.match((await current()).classes, /doubtful/);
  const first = (await current()).at;
  await press("d", "Shift+D");
  assert.equal((await current()).at, first);
  await goToRow(at);
  await press("z");
  assert.deepEqual(await rows(), before);
});

test("undo goes to the row that it changes", async () => {
  await goToRow(2);
  await press("f");
  await goToRow((await rows()).length - 1);
  await press("z");
  assert.equal((await current()).at, 2);
});

test("a row is confirmed, rejected, opened again", async () => {
  await goToRow(3);
  await press("Enter");
  assert.equal((await current()).at, 4, "on to the next");
  await goToRow(3);
  assert.match((await current()).classes, /is-confirmed/);
  await press("x");
  assert.match((await current()).classes, /is-rejected/);
  await press("Backspace");
  assert.match((await current()).classes, /is-auto/);
  await press("Shift+Enter");
  assert.equal(await page.locator(".row.is-confirmed").count(), 4);
  await goToRow(0);
  await press("n");
  assert.equal((await current()).at, 4, "the next unconfirmed");
  await press("Shift+N", "Shift+N");
  assert.ok((await current()).at > 4, "around at the beginning");
  await goToRow(0);
  await press("z", "z", "z", "z");
  assert.equal(await page.locator(".row.is-confirmed").count(), 0);
});

test("flags and rows that are not 1-1 are found forwards and back", async () => {
  await goToRow(5);
  await press("f", "t");
  await page.keyboard.type("why?");
  await press("Enter");
  await goToRow(4);
  await press("g");
  assert.match((await current()).classes, /marked/);
  await press("ArrowDown", "Shift+G");
  assert.equal((await current()).at, 5);
  await press("m", "ArrowUp", "o");
  assert.equal((await current()).at, 5);
  await press("ArrowDown", "Shift+O");
  assert.equal((await current()).at, 5);
  await press("z", "z", "z");
});

test("a search steps through its matches and says which it is", async () => {
  await goToRow(0);
  await press("/");
  await page.keyboard.type("郑钦文|Zheng");
  await press("Enter");
  const first = (await current()).at;
  assert.match(await message(), /Match \d+ of \d+ rows/);
  await press("F3");
  assert.notEqual((await current()).at, first);
  await press("Shift+F3");
  assert.equal((await current()).at, first);
  await press("Escape");
});

/** The name under the cursor. */
const name = () => page.evaluate(() => {
  const here = document.querySelector("[data-m].here");
  return here && { text: here.textContent, label: here.dataset.l, to: here.dataset.to ?? "", side: here.closest(".cell").dataset.side };
});

/** Step to the first name of the row that is as wanted. */
async function stepTo(wanted) {
  for (let step = 0; step < 30; step++) {
    await press(".");
    const found = await name();
    if (found && wanted(found)) return found;
  }
  return assert.fail("no such name in the row");
}

test("names are stepped through both ways, and their counterpart lights up", async () => {
  const at = await page.evaluate(() => [...document.querySelectorAll(".row")].findIndex((row) => row.querySelector(".cell.zh [data-to]")));
  await goToRow(at);
  const linked = await stepTo((found) => found.to !== "");
  assert.ok((await page.locator(".row.here .cell.en [data-m].lit").count()) > 0, "the counterpart");
  await press(".", ",");
  assert.deepEqual(await name(), linked);
});

test("every label has its key", async () => {
  const before = await name();
  const labels = ["PER", "ORG", "LOC", "DATE", "TIME", "NUM", "MONEY", "PERCENT", "WORK", "MISC"];
  let changes = 0;
  for (const [at, label] of labels.entries()) {
    changes += (await name()).label === label ? 0 : 1;
    await press(String((at + 1) % 10));
    assert.equal((await name()).label, label);
  }
  for (let change = 0; change < changes; change++) await press("z");
  assert.equal((await name()).label, before.label);
});

test("a name is made shorter and longer at both ends", async () => {
  const before = await name();
  await press("Shift+ArrowLeft");
  assert.equal((await name()).text, [...before.text].slice(0, -1).join(""));
  await press("Shift+ArrowRight", "Alt+Shift+ArrowRight");
  assert.equal((await name()).text, [...before.text].slice(1).join(""));
  await press("Alt+Shift+ArrowLeft");
  assert.equal((await name()).text, before.text);
});

test("names are unlinked and linked again", async () => {
  const row = await current();
  const other = await page.evaluate(() => document.querySelector(".row.here .cell.en [data-m].lit").dataset.m);
  const links = () => page.evaluate((key) => document.querySelectorAll(`.row[data-key="${key}"] .cell.zh [data-to]`).length, row.key);
  const before = await links();
  const from = await name();
  const toggle = async () => {
    await press("v");
    assert.match(await message(), /counterpart/);
    await stepTo((found) => found.side === "en" && found.text !== undefined && true);
    for (let step = 0; step < 30 && (await page.evaluate(() => document.querySelector("[data-m].here")?.dataset.m)) !== other; step++) await press(".");
    await press("v");
    for (let step = 0; step < 30 && JSON.stringify((await name())?.text) !== JSON.stringify(from.text); step++) await press(",");
  };
  await toggle();
  assert.equal(await links(), before - 1);
  await toggle();
  assert.equal(await links(), before);
  await press("z", "z");
});

test("a name is added by keys and by selecting, renamed, removed", async () => {
  await goToRow(await pairs(1));
  const count = () => page.locator(".row.here .cell.en [data-m]").count();
  const before = await count();
  const free = await page.evaluate(() => {
    // A word of the row's English that no name touches.
    const text = [...document.querySelector(".row.here .cell.en .s").childNodes].find((node) => node.nodeType === 3 && node.data.trim().length > 3);
    const range = new Range();
    const from = text.data.search(/\S/);
    range.setStart(text, from);
    range.setEnd(text, from + 2);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return range.toString();
  });
  await press("9");
  assert.equal(await count(), before + 1, `“${free}” by selecting`);
  await press("z", "ArrowRight", "a");
  await press("Home", "Shift+ArrowRight", "2", "Enter");
  const added = await name();
  if (added) {
    assert.equal(added.label, "ORG", "a digit chooses the label");
    await press("b");
    assert.match(await page.locator("#names-dialog .preview").textContent(), /Places: \d/);
    await press("Escape", "Delete");
    assert.equal(await count(), before);
    await press("z", "z");
  } else {
    assert.match(await message(), /overlap/);
  }
});

test("a correction of a name is previewed and made everywhere", async () => {
  const at = await page.evaluate(() => [...document.querySelectorAll(".row")].findIndex((row) => row.querySelector(".cell.zh .PER")));
  await goToRow(at);
  const found = await stepTo(({ side, label }) => side === "zh" && label === "PER");
  await press("Shift+A");
  await page.locator("#everywhere-dialog select[name=what]").selectOption("write");
  await page.locator("#everywhere-dialog input[name=with]").fill("某人");
  await page.locator("#everywhere-dialog ins", { hasText: "某人" }).first().waitFor();
  const places = await page.locator("#everywhere-dialog .preview li").count();
  assert.ok(places > 0);
  assert.equal(await page.locator("#everywhere-dialog del").first().textContent(), found.text);
  await page.locator("#everywhere-dialog input[name=with]").press("Enter");
  await page.locator(".corrected", { hasText: "某人" }).first().waitFor();
  await page.locator("#message button", { hasText: "Undo" }).click();
  await page.waitForFunction(() => document.readyState === "complete" && !document.querySelector(".corrected"));
  await settled(page);
});

test("a text for export is written and taken back", async () => {
  await goToRow(await pairs(1));
  await press("ArrowRight", "e", "Control+A");
  await page.keyboard.type("Written anew.");
  await press("Enter");
  assert.ok((await current()).text.includes("Written anew."));
  await press("z");
  assert.ok(!(await current()).text.includes("Written anew."));
  await press("y");
  assert.ok((await current()).text.includes("Written anew."));
  await press("z");
});

test("realignment, the language and the help", async () => {
  await press("r");
  assert.ok((await message()) !== "");
  await press("i");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  await press("i", "?");
  assert.equal(await page.locator("#help[open]").count(), 1);
  const missing = await page.evaluate(() => {
    const verbs = Object.keys(JSON.parse(document.getElementById("keys").textContent));
    return verbs.filter((verb) => !document.querySelector(`#help [data-verb-row="${verb}"] kbd`) || !document.querySelector(`#help [data-change="${verb}"]`));
  });
  assert.deepEqual(missing, [], "every verb is in the help and can be given another key");
  await press("Escape");
});

test("no verb was forgotten", async () => {
  const keys = await page.evaluate(() => JSON.parse(document.getElementById("keys").textContent));
  const forgotten = Object.entries(keys).filter(([, key]) => !pressed.has(key));
  assert.deepEqual(forgotten, []);
});
