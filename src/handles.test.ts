// What is asked of every handle of every widget.
import { expect, it } from 'vitest';
import { atOnce } from './widget/compute.ts';
import type { Handle } from './figures/handle.ts';
import { nearest, type Control } from './widget/controls.ts';
import type { AnyWidget } from './widget/define.ts';
import { checkValue, defaults } from './widget/params.ts';

const widgets = import.meta.glob<AnyWidget>('./{mechanisms,topics}/*/widgets/*.ts', {
  eager: true,
  import: 'default',
});
const handled = Object.values(widgets).filter(({ figures }) =>
  figures.some(({ drag }) => drag !== undefined),
);

it.each(handled)('$id has handles that set what its controls can hold, wherever they are moved', (widget) => {
  const params = defaults(widget.controls, 'en');
  const trace: unknown = atOnce(widget.compute(params, 'en'));
  for (const slot of widget.figures.filter(({ drag }) => drag !== undefined)) {
    expect(slot.type.locate, `${slot.name} is a figure with a handle`).toBeDefined();
    const data = slot.data(trace, params, 'en') as { handle?: Handle; handles?: readonly Handle[] };
    const all = data.handles ?? [data.handle as Handle];
    expect(all.length, `${slot.name} has handles at first`).toBeGreaterThan(0);
    const tried = all.flatMap((handle) =>
      [handle, { x: -3, y: 0.3 }, { x: 1e6, y: -1e6 }].map((point) => [handle, point] as const),
    );
    for (const [{ label, name = '' }, point] of tried) {
      expect(label).toMatch(/\S/);
      const set = Object.entries(slot.drag?.(point, params, trace, name) ?? {});
      expect(set.length, `${slot.name} sets something`).toBeGreaterThan(0);
      for (const [name, value] of set) {
        const control = widget.controls[name] as Control;
        expect(control, `${slot.name} sets ${name}`).toBeDefined();
        const taken = control.kind === 'range' ? nearest(control, value as number) : value;
        expect(checkValue(control, taken), `${slot.name} sets ${name}`).toBeNull();
      }
    }
  }
});
