// What every browser test has: it fails when the page says anything on its console, throws, breaks its security policy, or
// asks for something that is not there.
import { test as base, expect } from 'playwright/test';

export interface Options {
  /** What this test provokes on purpose. */
  expectedNoise: RegExp | null;
}

export const test = base.extend<Options & { quiet: void }>({
  expectedNoise: [null, { option: true }],
  quiet: [
    async ({ context, expectedNoise }, use) => {
      const noise: string[] = [];
      const hear = (line: string): void => {
        if (expectedNoise?.test(line) !== true) noise.push(line);
      };
      context.on('console', (message) => hear(`${message.type()}: ${message.text()}`));
      context.on('weberror', (event) => hear(`error: ${String(event.error())}`));
      context.on('response', (response) => {
        if (response.status() >= 400) hear(`${response.status()}: ${response.url()}`);
      });
      await use();
      expect(noise, 'nothing on the console, no error, no missing file').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
