// Components of an article: they exist, and their props have the right names and types.
import { unknown } from '../../components/data/known.ts';
import type { Part } from '../../components/data/outline.ts';
import type { Check } from './article.ts';
import { literal } from './literal.ts';

type PropType = 'text' | 'number' | 'measure' | 'flag' | 'object';

/** Props by component; `!` marks those that must be there. */
const props: Readonly<Record<string, Readonly<Record<string, PropType | `${PropType}!`>>>> = {
  Widget: { id: 'text!', set: 'object', name: 'text', narrow: 'flag' },
  Set: { widget: 'text!', to: 'object!' },
  Cite: { id: 'text!', at: 'text' },
  References: {},
  Term: { id: 'text!' },
  Equation: { id: 'text!' },
  Ref: { to: 'text!' },
  Claim: { id: 'text!' },
  Predict: { widget: 'text', set: 'object', options: 'object!', answer: 'text!' },
  Quiz: {
    answer: 'text',
    tolerance: 'measure',
    options: 'object',
    widget: 'text',
    goal: 'text',
    solution: 'object',
  },
  Value: { of: 'text!', digits: 'number' },
  Source: { of: 'text!' },
  Agreement: { of: 'text!' },
  Costs: { of: 'text', n: 'number', d: 'number' },
  Properties: { of: 'text' },
  Note: {},
  Builds: {},
  Fragment: { slot: 'text' },
};

const expected: Readonly<Record<PropType, string>> = {
  text: 'text in quotes',
  number: 'a number in braces, as in {3}',
  measure: 'a number in braces, as in {0.01}, or an expression in quotes',
  flag: 'nothing, {true} or {false}',
  object: 'an object in braces, as in {{ scaled: false }}',
};

export const checkComponents: Check = function* ({ outline, known }) {
  const components = new Set([...known.components, 'Fragment', ...outline.imported]);
  for (const part of outline.parts) {
    if (!/^[A-Z]/.test(part.name)) continue;
    if (!components.has(part.name)) {
      yield { line: part.line, message: unknown('component', part.name, components) };
    } else if (Object.hasOwn(props, part.name) && !outline.imported.includes(part.name)) {
      yield* checkProps(part, props[part.name] ?? {});
      if (part.name === 'Quiz') yield* checkQuiz(part);
    }
  }
};

function* checkProps(part: Part, types: Readonly<Record<string, string>>) {
  for (const name of part.attributes.keys()) {
    const line = part.lineOf(name);
    if (!Object.hasOwn(types, name)) {
      yield { line, message: `<${part.name}>: ${unknown('prop', name, Object.keys(types))}` };
      continue;
    }
    const type = types[name]?.replace('!', '') as PropType;
    const raw = part.attributes.get(name);
    const value = literal(raw);
    // Text is written in quotes: whatever reads articles before they run does not see into braces.
    if (type === 'text' && typeof raw === 'object') {
      yield { line, message: `<${part.name} ${name}>: expected ${expected.text}, got {${raw.expression}}` };
    } else if (value !== undefined && !isA(type, value)) {
      yield {
        line,
        message: `<${part.name} ${name}>: expected ${expected[type]}, got ${JSON.stringify(value)}`,
      };
    }
  }
  for (const [name, type] of Object.entries(types)) {
    if (type.endsWith('!') && !part.attributes.has(name)) {
      yield {
        line: part.line,
        message: `<${part.name}> needs ${name}: ${expected[type.replace('!', '') as PropType]}`,
      };
    }
  }
}

/** An exercise wants a number, an option or a state of a widget; the props of one kind do not go with those of another. */
function* checkQuiz(part: Part) {
  const has = (name: string) => part.attributes.has(name);
  const kind = has('goal') || has('widget') ? 'goal' : has('options') ? 'choice' : 'number';
  const { needs, allows } = quizKinds[kind];
  for (const name of needs) {
    if (!has(name)) yield { line: part.line, message: `<Quiz> with a ${kind} needs ${name}` };
  }
  for (const name of part.attributes.keys()) {
    if (!Object.hasOwn(props['Quiz'] ?? {}, name) || needs.includes(name) || allows.includes(name)) continue;
    yield { line: part.lineOf(name), message: `<Quiz> with a ${kind} has no ${name}` };
  }
}

const quizKinds: Readonly<Record<'number' | 'choice' | 'goal', { needs: string[]; allows: string[] }>> = {
  number: { needs: ['answer'], allows: ['tolerance'] },
  choice: { needs: ['answer', 'options'], allows: [] },
  goal: { needs: ['widget', 'goal', 'solution'], allows: [] },
};

function isA(type: PropType, value: unknown): boolean {
  if (type === 'text') return typeof value === 'string' && value.trim() !== '';
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'measure') return isA('number', value) || isA('text', value);
  if (type === 'flag') return typeof value === 'boolean';
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
