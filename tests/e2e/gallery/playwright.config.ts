/**
 * The gallery: every preset of every system and every scenario of the catalogue, opened, looked at and pictured. It takes
 * minutes, so it is no part of the tests; `npm run gallery` runs it.
 */
import { defineConfig } from '@playwright/test';
import usual from '../playwright.config';

export default defineConfig({
  ...usual,
  testDir: '.',
  testMatch: '*.gallery.ts',
  outputDir: '../../../.reports/gallery',
  fullyParallel: true,
  timeout: 600_000,
});
