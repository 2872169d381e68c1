// `npx tsx demo/build-pictures.ts`: draws every article into demo/pictures, once; what is drawn is kept in the repository.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../stack/chromium.ts';
import { ARTICLES } from './catalogue.ts';
import { drawArticle } from './draw-article.ts';

/** Runs in the page. */
const PAINT = `async (svg) => {
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 320 });
  canvas.getContext('2d').drawImage(image, 0, 0, 320, 320);
  return canvas.toDataURL('image/webp', 0.82);
}`;

const folder = path.join(import.meta.dirname, 'pictures');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium() ?? chromium.executablePath(),
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
let bytes = 0;
for (const article of ARTICLES) {
  const url = await page.evaluate<string>(`(${PAINT})(${JSON.stringify(drawArticle(article))})`);
  const picture = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  bytes += picture.length;
  writeFileSync(path.join(folder, `${article.code}.webp`), picture);
}
await browser.close();
console.log(`${ARTICLES.length} pictures, ${Math.round(bytes / 1024)} KB`);
