// Widgets of an article: they exist, their names are their own, and the states that the text sets are possible.
import { unknown } from '../../components/data/known.ts';
import { textAttribute } from '../../components/data/numbering.ts';
import type { Part } from '../../components/data/outline.ts';
import type { Controls } from '../../widget/controls.ts';
import { messageOf } from '../../notebook/problem.ts';
import { atOnce } from '../../widget/compute.ts';
import { checkValue, defaults } from '../../widget/params.ts';
import { pick, type Lang } from '../../widget/text.ts';
import type { Check } from './article.ts';
import { partsNamed, widgetName } from './article.ts';
import type { Known, KnownWidget } from './known.ts';
import { literal } from './literal.ts';

export const checkWidgets: Check = function* ({ outline, lang, known }) {
  const onPage = new Map<string, string>();
  const base = new Map<string, object>();
  for (const part of partsNamed(outline, 'Widget')) {
    const id = textAttribute(part, 'id');
    if (id !== '' && !known.widgets.has(id))
      yield { line: part.lineOf('id'), message: unknown('widget', id, known.widgets.keys()) };
    yield* checkState(part, 'set', id, known.widgets);
    onPage.set(widgetName(part), id);
    base.set(widgetName(part), (literal(part.attributes.get('set')) ?? {}) as object);
  }
  for (const part of outline.parts) {
    const attribute = Object.hasOwn(states, part.name) ? states[part.name] : undefined;
    if (attribute === undefined) continue;
    const name = textAttribute(part, 'widget');
    const id = onPage.get(name);
    if (name === '') continue;
    if (id === undefined) {
      yield {
        line: part.lineOf('widget'),
        message: `<${part.name}>: ${unknown('widget of this page', name, onPage.keys())}`,
      };
    } else {
      yield* checkState(part, attribute, id, known.widgets);
      const widget = known.widgets.get(id);
      if (part.name === 'Quiz' && widget !== undefined)
        yield* checkGoal(part, widget, base.get(name) ?? {}, lang);
    }
  }
};

/** The attribute of a component that holds a state of the widget that it names. */
const states: Readonly<Record<string, string>> = { Set: 'to', Predict: 'set', Quiz: 'solution' };

/** A goal exists, is not reached as the page is built, and is reached by the solution. */
function* checkGoal(part: Part, widget: KnownWidget, set: object, lang: Lang) {
  const name = textAttribute(part, 'goal');
  const goal = Object.hasOwn(widget.goals ?? {}, name) ? widget.goals?.[name] : undefined;
  const line = part.lineOf('goal');
  if (goal === undefined) {
    if (name !== '')
      yield { line, message: `<Quiz>: ${unknown('goal', name, Object.keys(widget.goals ?? {}))}` };
    return;
  }
  const reached = (over: object): boolean => {
    const params = defaults(widget.controls, lang, over);
    return goal(atOnce(widget.compute(params, lang)), params);
  };
  const solution = literal(part.attributes.get('solution'));
  try {
    if (reached(set))
      yield { line, message: `<Quiz>: the goal “${name}” is reached before anything is moved` };
    if (typeof solution === 'object' && solution !== null && !reached({ ...set, ...solution }))
      yield {
        line: part.lineOf('solution'),
        message: `<Quiz>: the solution does not reach the goal “${name}”`,
      };
  } catch (error) {
    yield { line, message: `<Quiz>: the goal “${name}” cannot be computed: ${messageOf(error)}` };
  }
}

function* checkState(part: Part, attribute: string, id: string, widgets: Known['widgets']) {
  const controls = widgets.get(id)?.controls;
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
