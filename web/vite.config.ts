// The app in the browser. `npx vite web` serves it while it is made, with the API of a running shop behind it.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What antd calls in English in every language, where a name of its own stands beside it, or the keyboard does the same. */
const ENGLISH: [file: RegExp, name: RegExp][] = [
  [/@ant-design\/icons\/es\/components\/AntdIcon\.js$/, /"aria-label": icon\.name/],
  [
    /@rc-component\/input-number\/es\/StepHandler\.js$/,
    /"aria-label": isUpAction \? 'Increase Value' : 'Decrease Value'/,
  ],
];
const unnamed: Plugin = {
  name: 'unnamed-parts-of-antd',
  transform(code, id) {
    const name = ENGLISH.find(([file]) => file.test(id))?.[1];
    if (!name) return null;
    if (!name.test(code)) throw new Error(`${id} names its parts in another way now`);
    return { code: code.replace(name, '"aria-hidden": true'), map: null };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), unnamed],
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
