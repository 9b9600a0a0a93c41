// Plot shifts thin lines by half a pixel on displays of low density, so that a figure drawn in the browser would differ from
// the same figure drawn at build. The Atlas draws it one way everywhere.
import type { Plugin } from 'vite';

/** Fixes Plot's `offset` to 0, which is what it is in Node and on dense displays. */
export function plotOffset(): Plugin {
  const definition = /export const offset = \([\s\S]*?\) \? 0 : 0\.5;/;
  return {
    name: 'atlas-plot-offset',
    transform: {
      filter: { id: /@observablehq\/plot\/src\/style\.js/ },
      handler(code) {
        if (!definition.test(code))
          throw new Error('Plot no longer defines its offset as it did; see src/site/build/plot-offset.ts');
        return { code: code.replace(definition, 'export const offset = 0;'), map: null };
      },
    },
  };
}
