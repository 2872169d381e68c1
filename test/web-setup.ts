// The web that browsers are shown, built once before any of them opens it: files run side by side. `npm test` has built it already.
// @ts-expect-error plain JavaScript: it runs before anything is installed
import { buildWeb } from '../stack/build.mjs';
import { packageRoot } from '../stack/root.ts';

export default function setup(): void {
  buildWeb(packageRoot, console.log);
}
