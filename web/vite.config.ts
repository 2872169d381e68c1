// The app in the browser. `npx vite web` serves it while it is made, with the API of a running shop behind it.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { installable } from './installable.ts';

/** What antd says in English in every language: silent where it stands beside a name of its own, or the keyboard does the same. */
const ENGLISH: [file: RegExp, said: RegExp, instead: string][] = [
  [/@ant-design\/icons\/es\/components\/AntdIcon(?:Light)?\.js$/, /"aria-label": icon\.name/, '"aria-hidden": true'],
  [
    /@rc-component\/input-number\/es\/StepHandler\.js$/,
    /"aria-label": isUpAction \? 'Increase Value' : 'Decrease Value'/,
    '"aria-hidden": true',
  ],
  [
    /@rc-component\/select\/es\/hooks\/useAllowClear\.js$/,
    /\?\? 'Clear'/,
    // web/words/language.ts
    '?? document.documentElement.dataset.clear',
  ],
];
const inWords: Plugin = {
  name: 'antd-in-words',
  transform(code, id) {
    const [, said, instead] = ENGLISH.find(([file]) => file.test(id)) ?? [];
    if (!said || instead === undefined) return null;
    if (!said.test(code)) throw new Error(`${id} says it in another way now`);
    return { code: code.replace(said, instead), map: null };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), inWords, ...installable()],
  server: {
    fs: { allow: ['..'] },
    // The host stays as the browser says it: the API takes changes from its own pages only.
    proxy: { '/api': { target: process.env.ZHANGFA_API ?? 'http://localhost:8080', changeOrigin: false } },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+)[\\/]/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
});
