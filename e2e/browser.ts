// Finds the browser that tests and benchmarks drive: Playwright's own, else one of the system, else, as root on Debian, one
// that it installs. `node e2e/browser.ts` does so and names it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from 'playwright';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

/** Where macOS and Windows keep applications that are on no path. */
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((path) =>
      join(process.env[name] ?? '', path),
    ),
  ),
];

const root = process.getuid?.() === 0;

/** The path of a Chromium, Chrome or Edge; undefined when there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [chromium.executablePath(), ...onPath, ...applications].find((path) => existsSync(path));
}

/** Finds a browser or, as root on Debian, installs one. Throws an error that says what to do. */
export function needBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (root && existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))) {
    console.log('There is no browser here; installing Debian’s Chromium.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const step of [['update'], ['install', '-y', 'chromium']]) {
      if (spawnSync('apt-get', step, { stdio: ['ignore', 'ignore', 'inherit'], env }).status !== 0) break;
    }
  }
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  throw new Error(
    'The browser tests need Chromium, Chrome or Edge, and found none. Install one of them, or run: npx playwright install --with-deps chromium',
  );
}

/** How the browser is started: quiet on the network, and without a sandbox only where root cannot have one. */
export function launchOptions(...more: string[]): LaunchOptions {
  return {
    executablePath: needBrowser(),
    chromiumSandbox: !root,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  };
}

if (import.meta.main) console.log(`Browser: ${needBrowser()}`);
