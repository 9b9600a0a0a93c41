// `npm test`: every check of the project, the quick ones first. It stops at the first that fails and says how to repeat it.
import { spawnSync } from 'node:child_process';
import { needBrowser } from './browser.ts';

const steps: readonly (readonly [script: string, what: string])[] = [
  ['types', 'types'],
  ['lint', 'lint'],
  ['format:check', 'format'],
  ['test:unit', 'units, vectors and properties'],
  ['build', 'build'],
  ['test:e2e', 'the built site in a browser'],
];

const begin = performance.now();
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

try {
  console.log(`Browser: ${needBrowser()}`);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

const passed: string[] = [];
for (const [script, what] of steps) {
  console.log(`\n── ${what} ── npm run ${script}`);
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) {
    console.error(`\n✘ ${what}: failed. What came before passed; repeat this one with: npm run ${script}`);
    process.exit(1);
  }
  passed.push(`${what} (${seconds(start)})`);
}
console.log(`\n✔ Everything passed in ${seconds(begin)}: ${passed.join(', ')}.`);
