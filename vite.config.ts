import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * The page forbids inline styles and scripts, which the development server needs for its own purposes: it is lifted
 * there and only there. The built site keeps the policy that stands in index.html.
 */
const liftPolicyWhileDeveloping: Plugin = {
  name: 'lift-policy-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
};

export default defineConfig({
  // Relative addresses: the built site works in any folder of any host.
  base: './',
  plugins: [svelte({ configFile: false }), liftPolicyWhileDeveloping],
  build: {
    target: 'es2022',
    // Nothing becomes a data: address, which the page's policy would refuse.
    assetsInlineLimit: 0,
    // Every browser that runs the target knows module preloads.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  preview: { host: '127.0.0.1' },
  server: { host: '127.0.0.1' },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // Two cores; property tests are work, not waiting.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test file that runs no test, or a lonely test, is a mistake.
    passWithNoTests: false,
    allowOnly: false,
  },
});
