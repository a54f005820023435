// Every page in both themes: nothing serious for an accessibility checker, no request to
// anywhere else, no error in the console; and mischief in an article does nothing but show.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, duizhao, place, root, serve, settled, temporary } from "./desk.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MISCHIEF = ["<script>window.hit = 1</script> said the page", "\"><img src=x onerror=window.hit=1> said the picture", "\u202edesrever said the mirror", `It said ${"x".repeat(100_000)}`];

let folder, server, context, page;
const requests = [];
const faults = [];

before(async () => {
  const base = temporary();
  folder = join(base, "output");
  const articles = join(base, "articles");
  mkdirSync(articles);
  writeFileSync(join(articles, "mischief.en.txt"), MISCHIEF.join("\n\n"));
  writeFileSync(join(articles, "mischief.zh.txt"), MISCHIEF.map((text) => `他们说这是坏的东西：${text.replace(/x{99,}/, (long) => "长".repeat(long.length))}。这句话没有别的意思。`).join("\n\n"));
  duizhao("build", join(root, "corpus"), articles, "-o", folder, "--quiet");
  server = await serve(folder);
  context = await browser({ bypassCSP: false });
  page = context.pages()[0];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  await page.goto(server.url);
});

after(async () => {
  await context?.close();
  await server?.stop();
});

const PAGES = [
  ["the list", "/", {}],
  ["an article", "/article", { doc: "zheng-qinwen-gold" }],
  ["the concordance", "/concordance", { q: "网球" }],
  ["the names", "/names", {}],
];

for (const scheme of ["light", "dark"]) {
  for (const [name, path, query] of PAGES) {
    test(`${name} is accessible (${scheme})`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(place(server, path, query));
      await settled(page);
      assert.deepEqual(await serious(), []);
    });
  }
}

test("the help and the dialogs are accessible", async () => {
  await page.goto(place(server, "/article", { doc: "zheng-qinwen-gold" }));
  await settled(page);
  await page.keyboard.press("?");
  assert.deepEqual(await serious(), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  assert.deepEqual(await serious(), []);
});

/** What axe-core finds that is serious or worse. */
async function serious() {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
}

test("what an article holds does nothing but show", async () => {
  for (const [path, query] of [["/article", { doc: "mischief" }], ["/concordance", { q: "script" }], ["/", {}]]) {
    await page.goto(place(server, path, query));
    await settled(page);
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.equal(await page.locator("main img, main script").count(), 0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, `${path} is wider than the window`);
  }
});

test("an exported page opens from a file and asks for nothing", async () => {
  const file = join(temporary(), "reading.html");
  duizhao("export", folder, "--to", "html", "-o", file);
  const asked = [];
  const reader = await context.newPage();
  reader.on("request", (request) => asked.push(request.url()));
  reader.on("pageerror", (error) => faults.push(error.message));
  await reader.goto(`file://${file}`);
  assert.equal(asked.length, 1, asked.join(" "));
  assert.ok((await reader.locator(".row").count()) > 100);
  assert.equal(await reader.evaluate(() => window.hit), undefined);
  await reader.locator("#language-button").click();
  assert.equal(await reader.evaluate(() => document.documentElement.lang), "zh-Hans");
  await reader.close();
});

test("no page asked for anything from elsewhere or complained", () => {
  assert.deepEqual(requests.filter((url) => !url.startsWith(server.origin)), []);
  assert.deepEqual(faults, []);
});
