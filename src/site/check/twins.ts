// An article in English and its twin in Chinese must be the same article: same headings, widgets, equations, citations,
// claims, terms, cells and expressions.
import { citedKeys, citedPlaces, textAttribute } from '../../components/data/numbering.ts';
import type { Outline, Part } from '../../components/data/outline.ts';
import type { Problem } from '../../notebook/problem.ts';
import { partsNamed, widgetName } from './article.ts';
import { literal } from './literal.ts';

/** Something that both twins must have, and its line. */
interface Item {
  readonly text: string;
  readonly line: number;
}

/** In `order` the twins agree item by item, in `any` they have the same items. */
interface Aspect {
  readonly name: string;
  readonly compare: 'order' | 'any';
  items(outline: Outline): Item[];
}

const aspects: readonly Aspect[] = [
  {
    name: 'headings',
    compare: 'order',
    items: ({ headings }) =>
      headings.map(({ id, depth, line }) => ({ text: `${'#'.repeat(depth)} ${id ?? '(no id)'}`, line })),
  },
  {
    name: 'widgets',
    compare: 'order',
    items: (outline) =>
      items(outline, 'Widget', (part) => [
        `${textAttribute(part, 'id')} as ${widgetName(part)}${state(part, 'set')}`,
      ]),
  },
  {
    name: 'equations',
    compare: 'order',
    items: (outline) => items(outline, 'Equation', (part) => [textAttribute(part, 'id')]),
  },
  { name: 'displayed formulas', compare: 'order', items: displayed },
  {
    name: 'citations',
    compare: 'any',
    items: (outline) =>
      items(outline, 'Cite', (part) => {
        const places = citedPlaces(textAttribute(part, 'at'));
        return citedKeys(textAttribute(part, 'id')).map((key, i) => `${key} ${places[i] ?? ''}`.trim());
      }),
  },
  {
    name: 'claims',
    compare: 'order',
    items: (outline) => items(outline, 'Claim', (part) => [textAttribute(part, 'id')]),
  },
  {
    name: 'terms',
    compare: 'any',
    items: (outline) => firstOfEach(items(outline, 'Term', (part) => [textAttribute(part, 'id')])),
  },
  {
    name: 'tables',
    compare: 'order',
    items: (outline) =>
      ['Costs', 'Properties'].flatMap((name) =>
        items(outline, name, (part) => [
          `${name} ${textAttribute(part, 'of')}${state(part, 'n')}${state(part, 'd')}`,
        ]),
      ),
  },
  { name: 'cells', compare: 'order', items: cells },
  {
    name: 'values',
    compare: 'any',
    items: (outline) => items(outline, 'Value', (part) => [squeeze(textAttribute(part, 'of'))]),
  },
  {
    name: 'predictions',
    compare: 'order',
    items: (outline) =>
      items(outline, 'Predict', (part) => {
        return [
          `${textAttribute(part, 'widget')}${state(part, 'set')} ${optionKeys(part)} → ${squeeze(textAttribute(part, 'answer'))}`,
        ];
      }),
  },
  {
    name: 'quizzes',
    compare: 'order',
    items: (outline) =>
      items(outline, 'Quiz', (part) => [
        [
          squeeze(textAttribute(part, 'answer')) ||
            `${textAttribute(part, 'widget')}: ${textAttribute(part, 'goal')}`,
          state(part, 'tolerance'),
          state(part, 'solution'),
          part.attributes.has('options') ? ` ${optionKeys(part)}` : '',
        ].join(''),
      ]),
  },
];

/** What differs between twins: of each aspect the first difference, at its place in `zh` where there is one. */
export function* compareTwins(en: Outline, zh: Outline): Generator<Problem> {
  for (const { name, compare, items } of aspects) {
    const [left, right] = [items(en), items(zh)];
    const i = compare === 'order' ? firstDifference(left, right) : -1;
    const missing = compare === 'any' ? withoutPartner(left, right) : left[i];
    const extra = compare === 'any' ? withoutPartner(right, left) : right[i];
    if (missing === undefined && extra === undefined) continue;
    const [file, line] = extra !== undefined ? [zh.file, extra.line] : [en.file, missing?.line ?? 0];
    const here = extra ?? missing;
    const there = extra === undefined ? undefined : missing;
    const twin = extra === undefined ? zh.file : `${en.file}${there ? `:${there.line}` : ''}`;
    yield {
      file,
      line,
      message: `twins differ in ${name}: here “${here?.text}”, in ${twin} ${there ? `“${there.text}”` : 'nothing'}`,
    };
  }
}

function firstDifference(left: readonly Item[], right: readonly Item[]): number {
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i += 1) if (left[i]?.text !== right[i]?.text) return i;
  return length;
}

/** The first item of `from` that has no partner among `others`, where each can be partner once. */
function withoutPartner(from: readonly Item[], others: readonly Item[]): Item | undefined {
  const free = others.map(({ text }) => text);
  return from.find(({ text }) => {
    const at = free.indexOf(text);
    if (at >= 0) free.splice(at, 1);
    return at < 0;
  });
}

function items(outline: Outline, name: string, textsOf: (part: Part) => string[]): Item[] {
  return partsNamed(outline, name).flatMap((part) =>
    textsOf(part).map((text) => ({ text, line: part.line })),
  );
}

/** An attribute in braces, in one way of writing. */
function state(part: Part, attribute: string): string {
  const raw = part.attributes.get(attribute);
  if (raw === undefined) return '';
  return ` ${JSON.stringify(literal(raw) ?? raw)}`;
}

/** The keys of the options that a reader chooses from. */
function optionKeys(part: Part): string {
  return Object.keys((literal(part.attributes.get('options')) ?? {}) as object).join('|');
}

/** Displayed formulas; words inside may be in the language of the article. */
function displayed({ formulas }: Outline): Item[] {
  return formulas
    .filter(({ display }) => display)
    .map(({ tex, line }) => ({
      text: tex.replace(/\\text(rm|it|bf|sf|tt)?\{[^}]*\}/g, '\\text{…}').replace(/\s+/g, ''),
      line,
    }));
}

/** The code of cells; comments may be in the language of the article. */
function cells({ codes }: Outline): Item[] {
  const comment = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[\s\S]*?\*\//g;
  return codes
    .filter(({ meta }) => /\bcell\b/.test(meta))
    .map(({ code, line }) => ({ text: squeeze(code.replace(comment, '$1')), line }));
}

function firstOfEach(all: readonly Item[]): Item[] {
  return all.filter(({ text }, i) => all.findIndex((item) => item.text === text) === i);
}

const squeeze = (code: string): string => code.replace(/\s+/g, ' ').trim();
