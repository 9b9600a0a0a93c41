// A state of a widget in words, for those who cannot set it: “Q, queries: [[0, 0]]; divide by √dₖ: off”.
import type { Control, Controls, ImageControl } from '../widget/controls.ts';
import { kindOf, partsOf } from '../widget/picture.ts';
import { pick, type Lang } from '../widget/text.ts';
import { say } from '../i18n/strings.ts';
import { showEntry, showRange } from './controls.ts';
import { kindsOf } from './picture-control.ts';

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
    case 'image':
      return pictureInWords(control, value as string, lang);
    case 'matrix':
      return `[${(value as number[][]).map((row) => `[${row.map(showEntry).join(', ')}]`).join(', ')}]`;
  }
}

/** The picture's name, and where its moved parts are. */
function pictureInWords(control: ImageControl, value: string, lang: Lang): string {
  const [, name = ''] = kindsOf(control).find(([kind]) => kind === kindOf(value)) ?? [];
  const moved = new Set(value.split(':').map((part) => part.split('=')[0]));
  const parts = partsOf(value).filter((part) => moved.has(part.name));
  return [pick(name, lang), ...parts.map(({ label, x, y }) => `${pick(label, lang)} (${x}, ${y})`)].join(
    ' · ',
  );
}
