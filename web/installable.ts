// The app on a phone: a manifest to install it by, and a worker that opens it without a network. The work and the handbook come with
// the installation; any other page is kept once it has been opened. What the API says is kept elsewhere (offline/kept-answers.ts).
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { offline } from '../words/zh/offline.ts';

/** Pages that open without a network though they never were; what they load comes with them. */
const WITHOUT_NETWORK = ['inbox/InboxPage.tsx', 'pages/HandbookPage.tsx', 'session/MePage.tsx'];

/** Files of the build that those pages need. */
function neededFiles(): { plugin: Plugin; isNeeded: (file: string) => boolean } {
  const needed = new Set<string>();
  const plugin: Plugin = {
    name: 'needed-without-network',
    apply: 'build',
    generateBundle(_, bundle) {
      const add = (file: string, lazy: boolean): void => {
        const chunk = bundle[file];
        if (needed.has(file) || chunk?.type !== 'chunk') return;
        needed.add(file);
        for (const style of chunk.viteMetadata?.importedCss ?? []) needed.add(style);
        for (const one of chunk.imports) add(one, lazy);
        // The way in loads every page: of it only what it cannot do without.
        if (lazy) for (const one of chunk.dynamicImports) add(one, lazy);
      };
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      for (const { fileName, isEntry } of chunks) if (isEntry) add(fileName, false);
      for (const { fileName, facadeModuleId } of chunks)
        if (WITHOUT_NETWORK.some((page) => facadeModuleId?.endsWith(`/web/${page}`))) add(fileName, true);
    },
  };
  return {
    plugin,
    isNeeded: (file) => needed.has(file) || !file.startsWith('assets/') || /inter-latin-wght.*woff2$/.test(file),
  };
}

export function installable(): Plugin[] {
  const { plugin, isNeeded } = neededFiles();
  return [
    plugin,
    ...VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest: {
        id: '/',
        name: offline.appName,
        short_name: offline.appShort,
        lang: 'zh-CN',
        start_url: '/work',
        display: 'standalone',
        theme_color: '#ffffff',
        background_color: '#ffffff',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2}'],
        globIgnores: ['push-worker.js'],
        manifestTransforms: [async (files) => ({ manifest: files.filter(({ url }) => isNeeded(url)), warnings: [] })],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
        dontCacheBustURLsMatching: /assets\//,
        importScripts: ['push-worker.js'],
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(api|health|metrics)(\/|$)/],
        runtimeCaching: [
          {
            // Their names change with their content.
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'pages', expiration: { maxEntries: 400, maxAgeSeconds: 60 * 24 * 3600 } },
          },
        ],
      },
    }),
  ];
}
