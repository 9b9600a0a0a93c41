// Over 250 lines: one table of states, and what is asked of every widget in them.
// What is asked of every widget of the house, found by its place: a new one is tested without being named here.
import { describe, expect, it, vi } from 'vitest';
import { renderWidget } from './embed/render.ts';
import { halfWidthMark } from './components/data/chinese.ts';
import * as plot from './figures/plot.ts';
import { differences, newDocument } from './figures/testing.ts';
import { renderMath } from './typeset/katex.ts';
import { atOnce } from './widget/compute.ts';
import type { Control } from './widget/controls.ts';
import type { AnyFigureSlot, AnyWidget } from './widget/define.ts';
import { checkValue, defaultOf, defaults, formatParam, parseParam } from './widget/params.ts';
import { writeOwn } from './widget/picture.ts';
import { InputProblem } from './widget/problem.ts';
import { languages, type Lang } from './widget/text.ts';

vi.setConfig({ testTimeout: 60_000 }); // hundreds of drawings in one test take their time on a busy machine

const modules = import.meta.glob<{ default: AnyWidget }>('./{mechanisms,topics}/*/widgets/*.ts', {
  eager: true,
});
const kernels = Object.keys(import.meta.glob('./mechanisms/*/kernel.ts'));
const all = Object.entries(modules).map(([path, { default: widget }]): [string, AnyWidget] => {
  return [path.replace(/^.*\/([^/]+)\/widgets\/([^/]+)\.ts$/, '$1/$2'), widget];
});

type Params = Record<string, unknown>;

/** Values at the ends of a control, and whatever else breaks drawings. */
function extremes(control: Control): unknown[] {
  switch (control.kind) {
    case 'range':
      return [control.min, control.max];
    case 'choice':
      return Object.keys(control.options);
    case 'toggle':
      return [true, false];
    case 'text':
      return [
        'a',
        'a '.repeat(control.maxTokens),
        'القطة 👩‍👩‍👧 Donaudampfschifffahrtsgesellschaft 猫猫',
        '?!',
        '',
        ...(control.example === undefined ? [] : Object.values(control.example)),
      ];
    case 'matrix': {
      const filled = (x: number) => control.value.map((row) => row.map((_, j) => (j % 2 === 0 ? x : -x)));
      return [
        filled(0),
        filled(control.limit),
        filled(-control.limit),
        [[1]],
        [...filled(1), ...filled(2)].slice(0, control.maxRows),
      ];
    }
    case 'image':
      return [
        ...control.drawings,
        'cat:head=0,0:body=1,1:tail=0,1',
        'pad:',
        `pad:${'01234567'.repeat(32)}`,
        writeOwn(new Uint8Array([255, 0, 128]), 1),
        writeOwn(
          Uint8Array.from({ length: 3 * 20 ** 2 }, (_, i) => (i * 7919) % 256),
          20,
        ),
      ];
  }
}

interface State {
  readonly name: string;
  readonly params: Params;
  readonly trace: unknown;
}

/** The defaults, and the defaults with one control at an extreme. Those that a widget refuses, it refuses in words. */
function computeStates(widget: AnyWidget, lang: Lang): State[] {
  const base = defaults(widget.controls, lang) as Params;
  const candidates: [string, Params][] = [['defaults', base]];
  for (const [name, control] of Object.entries(widget.controls) as [string, Control][]) {
    for (const value of extremes(control)) {
      candidates.push([`${name} = ${formatParam(control, value).slice(0, 40)}`, { ...base, [name]: value }]);
    }
  }
  return candidates.flatMap(([name, params]) => {
    try {
      return [{ name, params, trace: atOnce(widget.compute(params, lang)) }];
    } catch (error) {
      if (!(error instanceof InputProblem) || name === 'defaults') throw error;
      expect(halfWidthMark(error.in('zh'))).toBeNull();
      return [];
    }
  });
}

const computed = new Map<string, readonly State[]>();

/** The same, computed once: many tests look at them. */
function statesOf(widget: AnyWidget, lang: Lang): readonly State[] {
  const key = `${widget.id} ${lang}`;
  const states = computed.get(key) ?? computeStates(widget, lang);
  computed.set(key, states);
  return states;
}

/** Every text in a definition: what is written in both languages, and what is meant for both as it is. */
function* textsIn(value: unknown, path: string): Generator<[path: string, text: string | Params]> {
  if (typeof value !== 'object' || value === null) return;
  if ('en' in value || 'zh' in value) return void (yield [path, value as Params]);
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string' && ['title', 'label', 'caption', 'provenance', 'unit'].includes(key))
      yield [`${path}.${key}`, entry];
    else yield* textsIn(entry, `${path}.${key}`);
  }
}

/** What a reader may read of a widget in a state. */
function wordsOf(widget: AnyWidget, params: Params, lang: Lang): string[] {
  const tex = (formula: string) => formula;
  const root = renderWidget(widget, params, {
    document: newDocument(),
    lang,
    name: 'w',
    tex,
    sourceHref: '#',
  });
  const words = [...root.querySelectorAll('*')].flatMap((element) => {
    const own = [...element.childNodes].flatMap((node) =>
      node.nodeType === 3 ? [node.textContent ?? ''] : [],
    );
    return [...own, element.getAttribute('aria-label') ?? ''];
  });
  return words.filter((text) => text.trim() !== '');
}

const formulasOf = ({ formula }: AnyFigureSlot): string[] =>
  formula === undefined ? [] : typeof formula === 'string' ? [formula] : Object.values(formula.variants);

it('finds the widgets', () => expect(all.length).toBeGreaterThan(0));

describe.each(all)('%s', (id, widget) => {
  it('is named after its place, and its source is a mechanism', () => {
    expect(widget.id).toBe(id);
    expect(kernels).toContain(`./mechanisms/${widget.mechanism}/kernel.ts`);
  });

  it('has defaults that its controls can hold, in both languages', () => {
    for (const lang of languages) {
      for (const control of Object.values(widget.controls) as Control[]) {
        const value = defaultOf(control, lang);
        expect(checkValue(control, value)).toBeNull();
        expect(parseParam(control, formatParam(control, value))).toEqual({ value });
        if (control.kind === 'range') expect(checkValue(control, control.max)).toBeNull();
      }
    }
  });

  it('says everything in both languages', () => {
    for (const [path, text] of textsIn(widget, id)) {
      if (typeof text === 'string') {
        expect(text, `${path} is the same in both languages, so it must be a name or a symbol`).not.toMatch(
          /[a-z]{2,} /,
        );
        continue;
      }
      expect(text['en'], `${path}.en`).toMatch(/\S/);
      expect(text['zh'], `${path}.zh`).toMatch(/\S/);
      expect(text['en'], `${path}.en`).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('shows no Chinese word on an English page, and Chinese marks on a Chinese one', () => {
    for (const { params } of statesOf(widget, 'en').slice(0, 1)) {
      for (const text of wordsOf(widget, params, 'en')) expect(text).not.toMatch(/\p{Script=Han}/u);
    }
    for (const { params } of statesOf(widget, 'zh').slice(0, 1)) {
      for (const text of wordsOf(widget, params, 'zh')) expect(halfWidthMark(text), text).toBeNull();
    }
  });

  it('has formulas that can be typeset', () => {
    for (const formula of widget.figures.flatMap(formulasOf))
      expect(() => renderMath(formula, false)).not.toThrow();
  });

  it('names each figure once', () => {
    const names = widget.figures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(languages)('computes and draws at both ends of every control (%s)', (lang) => {
    for (const { name, params, trace } of statesOf(widget, lang)) {
      expect(widget.readout?.(trace, params, lang) ?? '', name).not.toMatch(
        /NaN|undefined|Infinity|\[object/,
      );
      for (const slot of widget.figures) {
        const data: unknown = slot.data(trace, params, lang);
        if (data === null) continue;
        const where = `${slot.name} at ${name}`;
        expect(slot.type.draw(data, newDocument(), plot).outerHTML, where).not.toMatch(
          /NaN|undefined|Infinity|\[object/,
        );
        for (const { values } of slot.type.table(data).rows) expect(values, where).not.toContain(Number.NaN);
        const grid = slot.type.grid?.(data);
        const last = grid?.explain(grid.rows - 1, grid.columns - 1).text ?? '';
        expect(last, where).not.toMatch(/NaN|undefined|Infinity|\[object/);
        // An index like [了, 3] is mathematics.
        if (lang === 'zh') expect(halfWidthMark(last.replace(/\[[^\]]*\]/g, '')), where).toBeNull();
      }
    }
  });

  it('updates each drawing to what a fresh one would be, or asks for a fresh one', () => {
    const states = statesOf(widget, 'en');
    for (const slot of widget.figures) {
      const first: unknown = slot.data(states[0]?.trace, states[0]?.params, 'en');
      for (const { name, params, trace } of states) {
        const data: unknown = slot.data(trace, params, 'en');
        if (first === null || data === null) continue;
        const drawing = slot.type.draw(first, newDocument(), plot);
        const fresh = slot.type.draw(data, newDocument(), plot);
        const could = slot.type.update(drawing, data);
        const where = `${slot.name} at ${name}`;
        if (could) expect(differences(drawing, fresh), where).toEqual([]);
        else expect(drawing.getAttribute('data-shape'), where).not.toBe(fresh.getAttribute('data-shape'));
      }
    }
  });

  it('computes the same whatever it computed before', () => {
    expect(computeStates(widget, 'en')).toEqual(statesOf(widget, 'en'));
  });

  it('answers each control: some figure has other data at another value', () => {
    const states = statesOf(widget, 'en');
    const look = ({ params, trace }: (typeof states)[number]) =>
      JSON.stringify(widget.figures.map((slot): unknown => slot.data(trace, params, 'en')));
    const before = look(states[0]!);
    for (const control of Object.keys(widget.controls)) {
      const looks = states.filter(({ name }) => name.startsWith(`${control} = `)).map(look);
      expect(
        looks.some((now) => now !== before),
        control,
      ).toBe(true);
    }
  });

  it.each(languages)('has goals that are not reached at the defaults (%s)', (lang) => {
    const [first] = statesOf(widget, lang);
    for (const [name, goal] of Object.entries(widget.goals ?? {}))
      expect(goal(first?.trace, first?.params), name).toBe(false);
  });

  it('picks variants of formulas that it has', () => {
    for (const { params } of statesOf(widget, 'en')) {
      for (const { formula } of widget.figures) {
        if (typeof formula === 'object')
          expect(Object.keys(formula.variants)).toContain(formula.pick(params));
      }
    }
  });
});
