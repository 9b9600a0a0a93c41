// Browser tests of the built site: once at the root of its address and once below a base path.
import { defineConfig } from 'playwright/test';
import { launchOptions } from './browser.ts';

const serve = `"${process.execPath}" src/site/serve.ts`;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 90_000,
  // On a machine that nobody watches, a test that a busy moment failed is asked again, and is reported as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: 'list',
  use: {
    // The server prints its address, and Playwright keeps it under this name.
    baseURL: process.env['ATLAS_ROOT'],
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'root', testIgnore: 'base.spec.ts' },
    { name: 'base', testMatch: 'base.spec.ts', use: { baseURL: process.env['ATLAS_BASE'] } },
  ],
  webServer: [
    {
      name: 'root',
      command: serve,
      cwd: '..',
      env: { PORT: '0', BASE: '' },
      wait: { stdout: /(?<atlas_root>http:\S+)/ },
    },
    {
      name: 'base',
      command: `npx astro build --outDir .cache/base && ${serve} .cache/base`,
      cwd: '..',
      env: { PORT: '0', BASE: '/atlas/' },
      wait: { stdout: /(?<atlas_base>http:\S+\/atlas\/)/ },
      timeout: 300_000,
    },
  ],
});
