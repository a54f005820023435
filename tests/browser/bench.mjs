// The figures for speed: an article of 5,000 rows is opened, scrolled through and edited.
//
//   tests/browser/run bench
//
// An action's time goes from the key to the swapped rows: in the server, which has it on disk when it
// answers; on the way, which is the browser's network process; in the page, which swaps the rows.
//
// Limits: open < 1000 ms, no frame with a gap, an action < 50 ms (median; from the key to the swapped rows).

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browser, duizhao, place, serve, settled, temporary } from "./desk.mjs";

const ROWS = 5000;

/** An article of its own wording: as many sentences on both sides, three to a paragraph. */
function article(folder) {
  const people = [["林晓", "Lin Xiao"], ["沈默", "Shen Mo"], ["高远", "Gao Yuan"], ["罗莎", "Rosa Weber"]];
  const towns = [["临河", "Linhe"], ["松江", "Songjiang"], ["汉堡", "Hamburg"], ["里昂", "Lyon"]];
  const zh = [], en = [];
  for (let n = 0; n < ROWS; n++) {
    const [person, place] = [people[n % 4], towns[(n >> 2) % 4]];
    zh.push(`${person[0]}在${place[0]}的仓库里数到第${n + 1}箱，箱子上写着${1900 + (n % 120)}年。`);
    en.push(`In the warehouse in ${place[1]}, ${person[1]} counted box number ${n + 1}, which was marked ${1900 + (n % 120)}.`);
  }
  const text = (sentences, joiner) => {
    const paragraphs = [];
    for (let at = 0; at < sentences.length; at += 3) paragraphs.push(sentences.slice(at, at + 3).join(joiner));
    return paragraphs.join("\n\n");
  };
  mkdirSync(folder);
  writeFileSync(join(folder, "boxes.zh.txt"), text(zh, ""));
  writeFileSync(join(folder, "boxes.en.txt"), text(en, " "));
}

const base = temporary();
article(join(base, "in"));
duizhao("build", join(base, "in"), "-o", join(base, "out"), "--quiet");
const server = await serve(join(base, "out"));
const context = await browser();
const page = context.pages()[0];
await page.goto(server.url);
await settled(page);

/** Milliseconds until the rows are painted and the page hears keys. */
async function open() {
  await page.goto(place(server, "/article", { doc: "boxes" }));
  await page.waitForFunction(() => performance.getEntriesByName("ready").length > 0);
  return page.evaluate(() => Math.max(performance.getEntriesByName("ready")[0].startTime, performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));
}

/** Scroll through the whole article, a window at a time, and count frames with a hole. */
async function scroll() {
  return page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let frames = 0, gaps = 0;
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight * 0.8) {
      scrollTo(0, y);
      await frame();
      await frame();
      frames += 1;
      const hole = [...document.querySelectorAll(".chunk.waiting")].some((chunk) => {
        const { top, bottom } = chunk.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      gaps += hole ? 1 : 0;
    }
    return { frames, gaps };
  });
}

/**
 * Milliseconds of each action from the key to the swapped rows, and of that: in the server, in the
 * page after its answer; the rest is the way between the two.
 */
async function actions(keys) {
  for (const key of keys) {
    await page.evaluate(() => {
      performance.clearMeasures();
      performance.clearResourceTimings();
    });
    await page.keyboard.press(key);
    await page.waitForFunction(() => performance.getEntriesByName("action-painted").length > 0);
    times.push(await page.evaluate((key) => {
      const duration = (name) => performance.getEntriesByName(name)[0].duration;
      const request = performance.getEntriesByType("resource").find((entry) => entry.serverTiming.length > 0);
      const [all, page, server] = [duration("action"), duration("action-page"), request?.serverTiming[0].duration ?? NaN];
      return { key, all, page, server, way: all - page - server, painted: duration("action-painted") };
    }, key));
  }
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (number) => Math.round(number * 10) / 10;

const opens = [];
for (let round = 0; round < 5; round++) opens.push(await open());
const scrolled = await scroll();
await page.waitForFunction(() => !document.querySelector(".chunk.waiting"), null, { timeout: 120_000 });
const times = [];
await page.evaluate(() => scrollTo(0, 0));
/** Milliseconds of processor time that the server has used, where the system tells (Linux). */
function processorTime() {
  try {
    const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

const usedBefore = processorTime();
const verbs = { Enter: "confirm", m: "merge", f: "flag", z: "undo" };
await actions(Array.from({ length: 10 }, () => Object.keys(verbs)).flat());
const used = processorTime() - usedBefore;
const part = (name, key) => round(median(times.filter((time) => !key || time.key === key).map((time) => time[name])));

const report = {
  rows: await page.locator(".row").count(),
  open_ms: { median: round(median(opens)), slowest: round(Math.max(...opens)) },
  scroll: scrolled,
  action_ms: {
    count: times.length,
    median: part("all"),
    slowest: round(Math.max(...times.map((time) => time.all))),
    of_which: { server: part("server"), page: part("page"), way: part("way") },
    server_processor: round(used / times.length),
    until_painted: part("painted"),
    ...Object.fromEntries(Object.entries(verbs).map(([key, verb]) => [verb, { all: part("all", key), server: part("server", key), page: part("page", key) }])),
  },
};
console.log(JSON.stringify(report, null, 2));
await context.close();
await server.stop();
const good = report.open_ms.median < 1000 && scrolled.gaps === 0 && report.action_ms.median < 50;
process.exit(good ? 0 : 1);
