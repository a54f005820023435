// Pictures of every page, light and dark, into target/screenshots; two go into docs/images.

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { act, browser, duizhao, place, root, serve, settled, temporary } from "./desk.mjs";

const DOC = "zheng-qinwen-gold";
const shots = join(root, "target/screenshots");
const images = join(root, "docs/images");
mkdirSync(shots, { recursive: true });
mkdirSync(images, { recursive: true });

const folder = join(temporary(), "output");
duizhao("build", join(root, "corpus"), "-o", folder, "--quiet");
const server = await serve(folder);

for (const scheme of ["light", "dark"]) {
  const context = await browser({ colorScheme: scheme, deviceScaleFactor: 1.5, viewport: { width: 1240, height: 760 } });
  const page = context.pages()[0];
  await page.goto(server.url);
  await settled(page);
  if (scheme === "light") await review(page);
  const shot = (name) => page.screenshot({ path: join(shots, `${name}-${scheme}.png`) });
  await page.goto(place(server, "/"));
  await settled(page);
  await shot("list");
  await page.goto(place(server, "/article", { doc: DOC }));
  await settled(page);
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press(".");
  await page.keyboard.press(".");
  await settled(page);
  await shot("article");
  await page.keyboard.press("?");
  await shot("help");
  await page.goto(place(server, "/concordance", { q: "奥运" }));
  await settled(page);
  await page.evaluate(() => document.activeElement?.blur());
  await shot("concordance");
  await page.goto(place(server, "/names"));
  await settled(page);
  await shot("names");
  await context.close();
}
await server.stop();
copyFileSync(join(shots, "article-light.png"), join(images, "review-article.png"));
copyFileSync(join(shots, "concordance-dark.png"), join(images, "review-concordance.png"));

/** Something was done already: a few rows confirmed, one note. */
async function review(page) {
  await page.goto(place(server, "/article", { doc: DOC }));
  const keys = await page.evaluate(() => [...document.querySelectorAll(".row")].slice(0, 6).map((row) => row.dataset.key));
  await act(page, DOC, { do: "confirm_to", bead: keys[2] });
  await act(page, DOC, { do: "comment", bead: keys[4], text: "“singles event” or “singles title”?" });
}
