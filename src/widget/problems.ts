// What is said of a value that a control cannot hold, in both languages.
import type { RangeControl } from './controls.ts';
import { pick, type Text } from './text.ts';

const kinds: Record<string, Text> = {
  number: { en: 'a number', zh: '数' },
  'finite number': { en: 'a finite number', zh: '有限的数' },
  'on/off': { en: 'on or off', zh: '开或关' },
  text: { en: 'text', zh: '文本' },
  matrix: { en: 'a matrix', zh: '矩阵' },
};

/** It is of another kind: `notA('number', 'ten')`. */
export function notA(kind: string, value: unknown): Text {
  const shown = shorten(value);
  const name = kinds[kind] ?? kind;
  return { en: `“${shown}” is not ${pick(name, 'en')}`, zh: `“${shown}”不是${pick(name, 'zh')}` };
}

/** It lies between two positions of a slider. */
export function notAStep({ min, step }: RangeControl, value: number): Text {
  return {
    en: `${value} is not a step of ${step} from ${min}`,
    zh: `${value} 不在刻度上（从 ${min} 起，步长 ${step}）`,
  };
}

/** It is none of a choice's options. */
export function notOneOf(control: { options: Readonly<Record<string, Text>> }, value: unknown): Text {
  const known = Object.keys(control.options).join(', ');
  return {
    en: `“${shorten(value)}” is not one of ${known}`,
    zh: `“${shorten(value)}”不在可选的几项之中（${known}）`,
  };
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
