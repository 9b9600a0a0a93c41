// The address of a widget in a given state: on the same page where the article has it, else on the page that does.
import { globSync } from 'node:fs';
import type { Lang } from '../../widget/text.ts';
import { unknown } from './known.ts';
import { textAttribute } from './numbering.ts';
import { outlineOf } from './outline.ts';
import type { Outline, Part } from './outline.ts';
import type { WidgetState } from './schema.ts';

/** The name under which an article embeds a widget; undefined where it does not. */
export function widgetName(outline: Outline, widget: string): string | undefined {
  const part = outline.parts.find((p) => p.name === 'Widget' && textAttribute(p, 'id') === widget);
  return part && (textAttribute(part, 'name') || tail(widget));
}

/** The id of the widget that has a name on the article's page. Throws where none has. */
export function widgetNamed(outline: Outline, name: string): string {
  const widgets = outline.parts.filter((p) => p.name === 'Widget');
  const nameOf = (part: Part) => textAttribute(part, 'name') || tail(textAttribute(part, 'id'));
  const found = widgets.find((part) => nameOf(part) === name);
  if (found === undefined) throw new Error(unknown('widget of this page', name, widgets.map(nameOf)));
  return textAttribute(found, 'id');
}

export interface ExperimentLink {
  readonly url: string;
  /** The widget's name where it stands on the same page: the link then sets it in place. */
  readonly here?: string;
}

/** The link to an experiment for a reader of an article; `base` is the site's base path. Null where no page has it. */
export function experimentLink(
  state: WidgetState,
  outline: Outline,
  lang: Lang,
  base: string,
): ExperimentLink | null {
  const here = widgetName(outline, state.widget);
  if (here !== undefined) return { url: stateQuery(here, state.set), here };
  const slug = state.widget.split('/')[0] ?? '';
  const [file] = globSync(`content/${lang}/*/${slug}.mdx`);
  const there = file === undefined ? undefined : widgetName(outlineOf(file), state.widget);
  const page = file?.match(/^content\/\w+\/(.*)\.mdx$/)?.[1];
  if (there === undefined || page === undefined) return null;
  return {
    url: `${base.replace(/\/$/, '')}/${lang === 'zh' ? 'zh/' : ''}${page}/${stateQuery(there, state.set)}`,
  };
}

/** `?walk.normalize=none#walk`, as the widgets read it. */
export function stateQuery(name: string, set: WidgetState['set']): string {
  const query = new URLSearchParams(
    Object.entries(set).map(([key, value]) => [`${name}.${key}`, paramText(value)]),
  );
  return `${query.size > 0 ? '?' : ''}${query}#${name}`;
}

function paramText(value: WidgetState['set'][string]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Array.isArray(value) ? value.map((row) => row.join(',')).join(';') : String(value);
}

const tail = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
