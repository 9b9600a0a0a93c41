// Params ⇄ text: how the values of controls are checked, read from a URL and written to one.
import type { Control, Controls, MatrixControl, Params, RangeControl, TextControl } from './controls.ts';
import { checkPicture, kindOf } from './picture.ts';
import { notA, notAStep, notOneOf } from './problems.ts';
import { pick, type Lang, type Text } from './text.ts';

/** A value read from text, or what is wrong with it, in both languages. */
export type Parsed = { readonly value: unknown } | { readonly problem: Text };

/** Params of controls that are not known in advance, by name. */
export type Values = Params<Controls>;

/** The longest text, in UTF-16 units, that a text control takes from a URL or a keyboard. */
export const maxTextLength = 2000;

/** The defaults of a widget's controls in one language, with an author's or a URL's values put over them. */
export function defaults<C extends Controls>(
  controls: C,
  lang: Lang,
  over: Partial<Params<C>> = {},
): Params<C> {
  const entries = Object.entries(controls).map(([name, control]) => [
    name,
    name in over ? over[name as keyof C] : defaultOf(control, lang),
  ]);
  return Object.fromEntries(entries) as Params<C>;
}

/** The default of one control. Matrices are copied, so that nobody edits a definition. */
export function defaultOf(control: Control, lang: Lang): unknown {
  if (control.kind === 'text') return pick(control.value, lang);
  if (control.kind === 'matrix') return control.value.map((row) => [...row]);
  return control.value;
}

/** Null when the control can hold the value, else what is wrong with it. */
export function checkValue(control: Control, value: unknown): Text | null {
  switch (control.kind) {
    case 'range':
      if (typeof value !== 'number' || !Number.isFinite(value)) return notA('number', value);
      if (value < control.min || value > control.max) {
        return {
          en: `${value} is outside ${control.min} … ${control.max}`,
          zh: `${value} 不在 ${control.min} … ${control.max} 之内`,
        };
      }
      return isStep(control, value) ? null : notAStep(control, value);
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(control.options, value)
        ? null
        : notOneOf(control, value);
    case 'toggle':
      return typeof value === 'boolean' ? null : notA('on/off', value);
    case 'text':
      return typeof value === 'string' ? checkText(value) : notA('text', value);
    case 'matrix':
      return checkMatrix(control, value);
    case 'image':
      return typeof value === 'string' ? checkPicture(value) : notA('text', value);
  }
}

/** Reads a control's value from the text of a URL. */
export function parseParam(control: Control, text: string): Parsed {
  const value = read(control, text);
  const problem = checkValue(control, value);
  return problem === null ? { value } : { problem };
}

/** Writes a control's value as the text of a URL; `parseParam` reads it back. */
export function formatParam(control: Control, value: unknown): string {
  if (control.kind === 'toggle') return value === true ? '1' : '0';
  if (control.kind === 'matrix') return (value as number[][]).map((row) => row.join(',')).join(';');
  return String(value);
}

/** The params of one widget in a query string, and what was wrong with those that it could not use. */
export function readUrl(
  controls: Controls,
  widget: string,
  search: string,
): { values: Values; problems: Text[] } {
  const values: Values = {};
  const problems: Text[] = [];
  for (const [key, text] of new URLSearchParams(search)) {
    if (!key.startsWith(`${widget}.`)) continue;
    const name = key.slice(widget.length + 1);
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (control === undefined) {
      problems.push({
        en: `This address sets “${key}”, which does not exist here.`,
        zh: `地址中的“${key}”在这里不存在。`,
      });
      continue;
    }
    const parsed = parseParam(control, text);
    if ('value' in parsed) values[name] = parsed.value as Values[string];
    else problems.push(fallback(control.label, parsed.problem));
  }
  return { values, problems };
}

/** A query string with the params of one widget that differ from the defaults; other keys stay. A reader's own image never is in it. */
export function writeUrl<C extends Controls>(
  controls: C,
  widget: string,
  params: Params<C>,
  base: Params<C>,
  search: string,
): string {
  const query = new URLSearchParams(search);
  for (const key of [...query.keys()]) if (key.startsWith(`${widget}.`)) query.delete(key);
  for (const [name, control] of Object.entries(controls)) {
    const text = formatParam(control, params[name]);
    if (control.kind === 'image' && kindOf(text) === 'own') continue;
    if (text !== formatParam(control, base[name])) query.set(`${widget}.${name}`, text);
  }
  // Commas, semicolons and colons are legal in a query and keep a matrix readable.
  const written = query.toString().replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%3A', ':');
  return written === '' ? '' : `?${written}`;
}

/** The value that a text stands for; what cannot be read stays text, so that a message can quote it. */
function read(control: Control, text: string): unknown {
  switch (control.kind) {
    case 'range':
      return numberOrText(text);
    case 'toggle':
      return text === '1' ? true : text === '0' ? false : text;
    case 'matrix':
      return text.split(';').map((row) => row.split(',').map(numberOrText));
    default:
      return text;
  }
}

/** Strict: '' and ' ' are not zero, '0x1' is not one. */
function number(text: string): number {
  return /^\s*[-+−]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text)
    ? Number(text.replace('−', '-'))
    : Number.NaN;
}

function numberOrText(text: string): number | string {
  const value = number(text);
  return Number.isNaN(value) ? text : value;
}

/** Whether a slider can stand there. */
function isStep({ min, step }: RangeControl, value: number): boolean {
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

/** One typed cell of a matrix: its number, or what is wrong with it. */
export function parseEntry(control: MatrixControl, text: string): Parsed {
  const value = number(text);
  const problem = Number.isNaN(value) ? notA('number', text) : checkEntry(control, value);
  return problem === null ? { value } : { problem };
}

function checkEntry(control: MatrixControl, value: unknown): Text | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return notA('finite number', value);
  if (Math.abs(value) <= control.limit) return null;
  return { en: `${value} is outside ±${control.limit}`, zh: `${value} 超出 ±${control.limit}` };
}

function checkMatrix(control: MatrixControl, value: unknown): Text | null {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    !value.every((row) => Array.isArray(row) && row.length > 0)
  ) {
    return notA('matrix', value);
  }
  const rows = value as unknown[][];
  const columns = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== columns)) {
    return { en: 'its rows differ in length', zh: '各行长度不一致' };
  }
  if (rows.length > control.maxRows || columns > control.maxColumns) {
    return {
      en: `it is ${rows.length} × ${columns}; at most ${control.maxRows} × ${control.maxColumns} fits here`,
      zh: `它是 ${rows.length} × ${columns}，这里最多放得下 ${control.maxRows} × ${control.maxColumns}`,
    };
  }
  for (const [i, row] of rows.entries()) {
    for (const [j, entry] of row.entries()) {
      const problem = checkEntry(control, entry);
      if (problem === null) continue;
      const place = `[${i + 1}, ${j + 1}]`;
      return { en: `entry ${place}: ${pick(problem, 'en')}`, zh: `第 ${place} 项：${pick(problem, 'zh')}` };
    }
  }
  return null;
}

function checkText(value: string): Text | null {
  if (value.length <= maxTextLength) return null;
  return {
    en: `it has ${value.length} characters; at most ${maxTextLength} are read`,
    zh: `共 ${value.length} 个字符，最多读取 ${maxTextLength} 个`,
  };
}

function fallback(label: Text, problem: Text): Text {
  return {
    en: `${pick(label, 'en')}: ${pick(problem, 'en')}. The default is shown instead.`,
    zh: `${pick(label, 'zh')}：${pick(problem, 'zh')}。已改用默认值。`,
  };
}

/** Whether a text control's tokens fit; the message says how many there are. */
export function checkTokens(control: TextControl, tokens: number): Text | null {
  if (tokens <= control.maxTokens) return null;
  return {
    en: `This has ${tokens} tokens; ${control.maxTokens} fit. The figures keep the last text that fitted.`,
    zh: `共 ${tokens} 个词元，最多 ${control.maxTokens} 个。图中保留上一段可用的文本。`,
  };
}
