// What each word of a model looked at, as a table.
import type { NumbersData } from '../../figures/numbers.ts';
import type { Look } from '../../models/captions/weights.ts';
import { fixed } from '../../widget/format.ts';
import type { Lang } from '../../widget/text.ts';
import type { Shown } from './caption-figures.ts';
import { largest, thingAt, withMeaning } from './caption-told.ts';

/** Word by word: what was written, the place that was read (most), and its weight. */
export function tableOf({ scene, told, count }: Shown, look: Look, lang: Lang): NumbersData {
  const { words, weights, choices } = told[look];
  const zh = lang === 'zh';
  const [read, share] =
    look === 'soft'
      ? [zh ? '看得最多' : 'looks most at', zh ? '权重' : 'weight']
      : [zh ? '抽中' : 'drawn', zh ? '概率' : 'chance'];
  return {
    head: [zh ? '第几个' : 'word', zh ? '写出' : 'written', read, share],
    rows: words.map((word, t) => {
      const at = largest(choices[t] ?? []);
      const values = [withMeaning(word, lang), thingAt(scene, at, lang), fixed(weights[t]?.[at] ?? 0)];
      return { label: String(t + 1), values: t < count ? values : ['·', '·', '·'] };
    }),
  };
}
