// Widgets of an article: they exist, their names are their own, and the states that the text sets are possible.
import { unknown } from '../../components/data/known.ts';
import { textAttribute } from '../../components/data/numbering.ts';
import type { Part } from '../../components/data/outline.ts';
import type { Controls } from '../../widget/controls.ts';
import { checkValue } from '../../widget/params.ts';
import { pick } from '../../widget/text.ts';
import type { Check } from './article.ts';
import { partsNamed, widgetName } from './article.ts';
import { literal } from './literal.ts';

export const checkWidgets: Check = function* ({ outline, known }) {
  const onPage = new Map<string, string>();
  for (const part of partsNamed(outline, 'Widget')) {
    const id = textAttribute(part, 'id');
    if (id !== '' && !known.widgets.has(id))
      yield { line: part.lineOf('id'), message: unknown('widget', id, known.widgets.keys()) };
    yield* checkState(part, 'set', id, known.widgets);
    onPage.set(widgetName(part), id);
  }
  for (const part of outline.parts) {
    if (part.name !== 'Set' && part.name !== 'Predict') continue;
    const name = textAttribute(part, 'widget');
    const id = onPage.get(name);
    if (name === '') continue;
    if (id === undefined) {
      yield {
        line: part.lineOf('widget'),
        message: `<${part.name}>: ${unknown('widget of this page', name, onPage.keys())}`,
      };
    } else {
      yield* checkState(part, part.name === 'Set' ? 'to' : 'set', id, known.widgets);
    }
  }
};

function* checkState(part: Part, attribute: string, id: string, widgets: ReadonlyMap<string, Controls>) {
  const controls = widgets.get(id);
  const state = literal(part.attributes.get(attribute));
  if (controls === undefined || typeof state !== 'object' || state === null) return;
  for (const message of stateProblems(controls, state)) {
    yield { line: part.lineOf(attribute), message: `<${part.name} ${attribute}> of ${id}: ${message}` };
  }
}

/** What is wrong with params that are to be set on a widget. */
export function* stateProblems(controls: Controls, state: object): Generator<string> {
  for (const [name, value] of Object.entries(state)) {
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (control === undefined) {
      yield unknown('control', name, Object.keys(controls));
      continue;
    }
    const problem = checkValue(control, value);
    if (problem !== null) yield `${name}: ${pick(problem, 'en')}`;
  }
}
