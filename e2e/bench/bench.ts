// `npm run bench`: measures the built site and the kernels, prints tables and what of the targets is met, and writes
// .cache/bench.json. Bytes are exact; times are those of the machine at hand.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from 'playwright';
import { launchOptions } from '../browser.ts';
import { total } from '../bytes.ts';
import { articles } from '../pages.ts';
import { measureBuild } from './build.ts';
import { measureKernels } from './kernels.ts';
import { measureLatency } from './latency.ts';
import { measureBytes, measureLoad } from './load.ts';
import { serve } from './server.ts';
import { table, type Target } from './table.ts';

const file = '.cache/bench.json';
const paths = articles.map(({ path }) => path);

if (
  spawnSync('npx', ['astro', 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  }).status !== 0
)
  throw new Error('the site could not be built');
const site = await serve();
const root = site.address;

const browser = await chromium.launch(launchOptions());
const bytes = [];
const loads = [];
for (const path of paths) {
  bytes.push(await measureBytes(browser, root, path));
  for (const slow of [false, true]) loads.push(await measureLoad(browser, root, path, slow));
}
const version = browser.version();
await browser.close();

table('Bytes, brotli', bytes, {
  page: ({ page }) => page,
  HTML: ({ opened }) => opened.html,
  CSS: ({ opened }) => opened.css,
  JavaScript: ({ opened }) => opened.js,
  fonts: ({ opened }) => opened.font,
  other: ({ opened }) => opened.other,
  'first interaction': ({ opened, used }) => sum(used) - sum(opened),
});
table('Opening a page, ms', loads, {
  page: ({ page }) => page,
  network: ({ slow }) => (slow ? '150 ms, 1.6 Mbit/s, 4× CPU' : 'plain'),
  'first paint': ({ firstPaint }) => firstPaint.toFixed(0),
  'largest paint': ({ largestPaint }) => largestPaint.toFixed(0),
  'layout shift': ({ shift }) => shift.toFixed(3),
  blocking: ({ blocking }) => blocking.toFixed(0),
  'blocking, widgets waking': ({ blockingAwake }) => blockingAwake.toFixed(0),
});

const free = await chromium.launch(launchOptions('--disable-frame-rate-limit', '--disable-gpu-vsync'));
const latencies = [];
for (const path of paths.filter((each) => !each.startsWith('zh/')))
  for (const slowdown of [1, 4]) latencies.push(...(await measureLatency(free, root, path, slowdown)));
await free.close();
site.stop();

table('From a control to the paint, ms', latencies, {
  widget: ({ widget }) => widget,
  control: ({ control }) => control,
  CPU: ({ slowdown }) => `${slowdown}×`,
  median: ({ median }) => median.toFixed(1),
  p95: ({ p95 }) => p95.toFixed(1),
});

const kernels = await measureKernels();
table('Kernels and plain loops, d = 64, ms', kernels, {
  mechanism: ({ mechanism }) => mechanism,
  n: ({ n }) => n,
  kernel: ({ kernel }) => kernel.toFixed(3),
  loops: ({ loops }) => loops.toFixed(3),
  ratio: ({ kernel, loops }) => (kernel / loops).toFixed(1),
});

const build = measureBuild(8);
table('Build, s', [build], {
  articles: ({ articles: count }) => count,
  plain: ({ plain }) => plain.toFixed(1),
  'with 8 more': ({ withExtra }) => withExtra.toFixed(1),
  'each more': ({ perArticle }) => perArticle.toFixed(2),
});

const plainLoads = loads.filter(({ slow }) => !slow);
const targets: Target[] = [
  {
    what: 'JavaScript before a widget is approached, bytes',
    most: 12_000,
    got: worst(bytes, ({ opened }) => opened.js),
  },
  {
    what: 'HTML, CSS and JavaScript by then, bytes',
    most: 80_000,
    got: worst(bytes, ({ opened }) => total(opened, 'html', 'css', 'js')),
  },
  { what: 'fonts, bytes', most: 80_000, got: worst(bytes, ({ opened }) => opened.font) },
  {
    what: 'first interaction, bytes more',
    most: 150_000,
    got: worst(bytes, ({ opened, used }) => sum(used) - sum(opened)),
  },
  { what: 'layout shift', most: 0, got: worst(loads, ({ shift }) => shift) },
  { what: 'blocking time, ms', most: 0, got: worst(plainLoads, ({ blocking }) => blocking) },
  {
    what: 'from a control to the paint, p95 at 1×, ms',
    most: 8,
    got: worst(
      latencies.filter(({ slowdown }) => slowdown === 1),
      ({ p95 }) => p95,
    ),
  },
  {
    what: 'from a control to the paint, p95 at 4×, ms (an aim)',
    most: 16,
    got: worst(
      latencies.filter(({ slowdown }) => slowdown === 4),
      ({ p95 }) => p95,
    ),
  },
];
table('Targets', targets, {
  '': ({ most, got }) => (got <= most ? '✔' : '✘'),
  what: ({ what }) => what,
  'at most': ({ most }) => most,
  worst: ({ got }) => Number(got.toFixed(3)),
});

mkdirSync('.cache', { recursive: true });
const machine = { browser: version, node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model };
writeFileSync(
  file,
  `${JSON.stringify({ machine, targets, bytes, loads, latencies, kernels, build }, null, 2)}\n`,
);
console.log(`\nAll numbers: ${file}`);

function worst<T>(rows: readonly T[], of: (row: T) => number): number {
  return Math.max(...rows.map(of));
}

function sum(all: Parameters<typeof total>[0]): number {
  return total(all, 'html', 'css', 'js', 'font', 'other');
}
