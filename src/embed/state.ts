// A state of a widget in words, for those who cannot set it: “Q, queries: [[0, 0]]; divide by √dₖ: off”.
import type { Control, Controls } from '../widget/controls.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { showEntry, showRange } from './controls.ts';

/** Params as they stand beside their labels. Params that no control has are left out. */
export function stateInWords(
  controls: Controls,
  params: Readonly<Record<string, unknown>>,
  lang: Lang,
): string {
  const [colon, semicolon] = lang === 'zh' ? ['：', '；'] : [': ', '; '];
  return Object.entries(params)
    .flatMap(([name, value]) => {
      const control = controls[name];
      return control === undefined
        ? []
        : [`${pick(control.label, lang)}${colon}${valueInWords(control, value, lang)}`];
    })
    .join(semicolon);
}

function valueInWords(control: Control, value: unknown, lang: Lang): string {
  switch (control.kind) {
    case 'range':
      return showRange(control, value as number, lang);
    case 'toggle':
      return say(lang, value === true ? 'on' : 'off');
    case 'choice':
      return pick(control.options[value as string] ?? '', lang);
    case 'text':
      return String(value);
    case 'matrix':
      return `[${(value as number[][]).map((row) => `[${row.map(showEntry).join(', ')}]`).join(', ')}]`;
  }
}
