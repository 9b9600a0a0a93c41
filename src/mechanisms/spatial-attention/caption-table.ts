// What each word looked at, in both models, as a table.
import type { NumbersData } from '../../figures/numbers.ts';
import type { Look } from '../../models/captions/weights.ts';
import { fixed } from '../../widget/format.ts';
import type { Lang } from '../../widget/text.ts';
import type { Shown } from './caption-figures.ts';
import { largest, looks, thingAt, withMeaning } from './caption-told.ts';

/** What each word looked at. */
export function tableOf(shown: Shown, lang: Lang): NumbersData {
  const { scene, told } = shown;
  const zh = lang === 'zh';
  const cells = (look: Look, t: number): string[] => {
    const { words, weights, choices } = told[look];
    const word = words[t];
    if (t >= shown.count || word === undefined) return ['·', '·', '·'];
    const at = largest(choices[t] ?? []);
    return [withMeaning(word, lang), thingAt(scene, at, lang), fixed(weights[t]?.[at] ?? 0)];
  };
  return {
    head: zh
      ? ['第几个', '软', '看得最多', '权重', '硬', '抽中', '概率']
      : ['word', 'soft', 'looks most at', 'weight', 'hard', 'drawn', 'chance'],
    rows: Array.from({ length: Math.max(...looks.map((look) => told[look].words.length)) }, (_, t) => ({
      label: String(t + 1),
      values: [...cells('soft', t), ...cells('hard', t)],
    })),
  };
}
