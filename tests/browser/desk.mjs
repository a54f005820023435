// What the tests share: a corpus folder, a server on it, a browser.

import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../..");

const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const program = join(target, "release/duizhao");

/** A new empty folder, removed at the end of the process. */
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "duizhao-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Run the program and give back what it prints. */
export const duizhao = (...words) => execFileSync(program, words, { encoding: "utf8", cwd: root, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });

/** Serve a corpus folder; `url` has the token. */
export async function serve(folder) {
  const server = spawn(program, ["review", folder, "--no-open"], { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (data) => {
      said += data;
      const address = said.match(/http:\S+/);
      if (address) found(address[0]);
    });
    server.on("exit", () => failed(new Error(said)));
  });
  const end = (signal) => new Promise((ended) => {
    server.on("exit", ended);
    server.kill(signal);
  });
  return { url, pid: server.pid, origin: new URL(url).origin, kill: () => end("SIGKILL"), stop: () => end("SIGINT") };
}

/** A headless Chromium with a profile of its own. */
export const browser = (options = {}) => chromium.launchPersistentContext(temporary(), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  viewport: { width: 1360, height: 860 },
  locale: "en-US",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ...options,
});

/** The address of a page of a server. */
export const place = (server, path, query = {}) => `${server.origin}${path}?${new URLSearchParams(query)}`;

/** Post an action as a page that has seen everything would. */
export async function act(page, doc, action) {
  return page.evaluate(async ({ doc, action }) => {
    const html = await (await fetch(`/article?doc=${encodeURIComponent(doc)}`)).text();
    const seen = Number(html.match(/data-seen="(\d+)"/)[1]);
    const body = JSON.stringify({ doc, action, belief: { seen } });
    const response = await fetch("/act", { method: "POST", headers: { "content-type": "application/json" }, body });
    return { status: response.status, answer: await response.json() };
  }, { doc, action });
}

/** Wait until the page has done what it was asked, or asks something itself. */
export async function settled(page) {
  await page.waitForLoadState("load");
  await page.waitForFunction(() => !document.documentElement.hasAttribute("data-busy") || document.querySelector("dialog[open]"));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Hands on the keyboard of an article page, and eyes on its rows. */
export function hands(page) {
  const pressed = new Set();
  /** Press keys one after the other. */
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      pressed.add(key);
      await settled(page);
    }
  };
  /** The sentences of every row, by index. */
  const rows = () => page.evaluate(() => [...document.querySelectorAll(".row")].map((row) =>
    ["zh", "en"].map((side) => [...row.querySelectorAll(`.cell.${side} .s`)].map((s) => Number(s.dataset.n) - 1))));
  const has = async (zh, en) => (await rows()).some((row) => JSON.stringify(row) === JSON.stringify([zh, en]));
  /** The row under the cursor; `at` is its place in the list. */
  const current = () => page.evaluate(() => {
    const row = document.querySelector(".row.here");
    return { key: row?.dataset.key, at: [...document.querySelectorAll(".row")].indexOf(row), classes: row?.className ?? "", text: row?.textContent ?? "" };
  });
  const message = () => page.locator("#message").textContent();
  /** Go to the row at a place of the list, with keys only. */
  const goToRow = async (at) => {
    for (let step = 0; step < 200; step++) {
      const now = (await current()).at;
      if (now === at) return;
      await page.keyboard.press(now < at ? "ArrowDown" : "ArrowUp");
      await page.waitForTimeout(15);
    }
    throw new Error(`no way to row ${at}`);
  };
  return { press, pressed, rows, has, current, message, goToRow };
}
