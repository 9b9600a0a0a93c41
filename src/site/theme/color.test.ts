import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, distance, mix, seenBy } from './oklab.ts';

const css = readFileSync(new URL('./color.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const blocks = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(([, body]) =>
  Object.fromEntries(
    [...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map(([, name, hex]) => [name!, hex!]),
  ),
);
const [light, dark, darkWithoutScript] = blocks as [Colors, Colors, Colors];
type Colors = Record<string, string>;

/** The share of a scale from which text on it is --on-scale-high. */
const switchPoint = 0.7;
const roles = ['c-query', 'c-key', 'c-value', 'c-output'];
const scales = Object.keys(light).filter((name) => /^scale-(?!zero)/.test(name));

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, theme) => {
  it('defines the same colours as the other', () => {
    expect(Object.keys(theme).sort()).toEqual(Object.keys(light).sort());
  });

  it.each(['ink', 'ink-soft', 'accent', ...roles])('has --%s readable on paper and on a widget', (name) => {
    expect(contrast(theme[name]!, theme['paper']!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme[name]!, theme['surface']!)).toBeGreaterThanOrEqual(4.5);
  });

  it('has text readable on what is selected', () => {
    expect(contrast(theme['ink']!, theme['accent-soft']!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme['accent']!, theme['accent-soft']!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(scales)('has numbers readable along the whole of --%s', (scale) => {
    for (let step = 0; step <= 200; step++) {
      const t = step / 200;
      const text = t < switchPoint ? theme['on-scale-low']! : theme['on-scale-high']!;
      expect(contrast(text, mix(theme['scale-zero']!, theme[scale]!, t)), `t = ${t}`).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  });

  it.each(scales)('goes away from the page along --%s, so that more reads as more', (scale) => {
    const steps = [0, 0.25, 0.5, 0.75, 1].map((t) => mix(theme['scale-zero']!, theme[scale]!, t));
    const from = steps.map((color) => contrast(color, theme['paper']!));
    expect(from).toEqual([...from].sort((a, b) => a - b));
    expect(from.at(-1)).toBeGreaterThanOrEqual(3);
  });

  it.each(['normal', 'deuteranopia', 'protanopia', 'tritanopia'] as const)(
    'has roles that differ in %s vision',
    (vision) => {
      for (const a of roles)
        for (const b of roles)
          if (a < b)
            expect(
              distance(seenBy(theme[a]!, vision), seenBy(theme[b]!, vision)),
              `${a}, ${b}`,
            ).toBeGreaterThan(0.06);
    },
  );

  it.each(['normal', 'deuteranopia', 'protanopia', 'tritanopia'] as const)(
    'has positive and negative scores that differ in %s vision',
    (vision) => {
      for (const t of [0.4, 0.7, 1]) {
        const [positive, negative] = ['scale-positive', 'scale-negative'].map((end) =>
          seenBy(mix(theme['scale-zero']!, theme[end]!, t), vision),
        );
        expect(distance(positive!, negative!), `t = ${t}`).toBeGreaterThan(0.1 * t);
      }
    },
  );
});

it('is the same dark theme with and without a script', () => {
  expect(darkWithoutScript).toEqual(dark);
});
