// `npx tsx demo/build-icons.ts`: draws the icons of the installed app from web/public/icon.svg, once; they are kept in the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../stack/chromium.ts';
import { packageRoot } from '../stack/root.ts';

const folder = path.join(packageRoot, 'web', 'public');
const svg = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
/** Systems that cut their own shape out of an icon cut up to a fifth; what they cut is filled to the edge. */
const square = svg.replace('rx="8"', 'rx="0"');
const smaller = square.replace('<g ', '<g transform="translate(16 15.5) scale(.72) translate(-16 -15.5)" ');

const browser = await chromium.launch({
  executablePath: findChromium() ?? chromium.executablePath(),
  args: ['--no-sandbox'],
});
for (const [name, size, drawing] of [
  ['icon-180', 180, square],
  ['icon-192', 192, svg],
  ['icon-512', 512, svg],
  ['icon-maskable', 512, smaller],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  writeFileSync(path.join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
