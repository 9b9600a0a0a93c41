// Which channel moves which gate: every one through the bottleneck of squeeze-and-excitation, the neighbours under ECA's filter.
import { tensor1d } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { random } from '../../../math/random.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import type { Lang } from '../../../widget/text.ts';
import { attend, channelNames, mapsOf, pictureControl } from '../bank.ts';
import { gateBars } from '../figures.ts';
import { randomBlock, tensors } from '../blocks.ts';
import { arranged, channels, other, reordered, slopes } from '../order.ts';

export default defineWidget({
  id: 'channel-attention/listen',
  title: { en: 'Who hears whom', zh: '谁听得见谁' },
  provenance: {
    en: 'Constructed: the filters. Random: both blocks, from the seed. Nothing is trained.',
    zh: '人为构造：滤波器。随机：两个模块，由种子生成。都没有经过训练。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl(),
    hidden: range({
      label: { en: 'SE: hidden units C/r', zh: 'SE：隐藏单元数 C/r' },
      min: 1,
      max: channels,
      step: 1,
      value: 3,
    }),
    length: range({
      label: { en: 'ECA: length of the filter k', zh: 'ECA：滤波器长度 k' },
      min: 1,
      max: 11,
      step: 2,
      value: 3,
    }),
    reorder: toggle({
      label: { en: 'channels in another order', zh: '换一种通道次序' },
      value: false,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 7 }),
  },
  compute({ picture, hidden, length, reorder, seed }) {
    const order = reorder ? [...other] : Array.from({ length: channels }, (_, c) => c);
    const block = reordered(randomBlock(channels, hidden, seed), order);
    const stream = random(100 + seed);
    const filter = Array.from({ length: 11 }, () => 6 * stream.normal()).slice(0, length);
    const x = arranged(mapsOf(picture), order);
    const se = attend(x, () => tensors(block));
    const eca = attend(x, () => ({ filter: tensor1d(filter) }));
    const middle = (length - 1) / 2;
    const named = (gates: Float32Array): number[] =>
      Array.from({ length: channels }, (_, c) => gates[order.indexOf(c)] ?? 0);
    return {
      order,
      slopes: {
        se: slopes(block, se.hidden ?? []),
        eca: order.map((_, to) => order.map((__, from) => filter[from - to + middle] ?? 0)),
      },
      gates: { se: named(se.gates), eca: named(eca.gates) },
      answering: Array.from(se.hidden ?? []).filter((h) => h > 0).length,
    };
  },
  figures: [
    ...(['se', 'eca'] as const).map((by) => ({
      name: by,
      title:
        by === 'se'
          ? { en: 'SE: slopes of the scores', zh: 'SE：分数的斜率' }
          : { en: 'ECA: slopes of the scores', zh: 'ECA：分数的斜率' },
      formula: String.raw`\partial s_i/\partial\role{query}{z_j}`,
      type: heatmap,
      data: (
        trace: { order: readonly number[]; slopes: Record<'se' | 'eca', Matrix> },
        _params: unknown,
        lang: Lang,
      ) => {
        const names = trace.order.map((c) => channelNames(lang)[c] ?? '');
        return {
          values: trace.slopes[by],
          rows: names,
          columns: names,
          rowTitle: lang === 'zh' ? '门' : 'gate',
          columnTitle: lang === 'zh' ? '平均' : 'mean',
          scale: 'scores' as const,
        };
      },
    })),
    {
      name: 'gates-se',
      title: { en: 'Gates of SE', zh: 'SE 的门' },
      type: bars,
      data: ({ gates }, _params, lang) => gateBars(gates.se, lang),
    },
    {
      name: 'gates-eca',
      title: { en: 'Gates of ECA', zh: 'ECA 的门' },
      type: bars,
      data: ({ gates }, _params, lang) => gateBars(gates.eca, lang),
    },
  ],
  readout({ answering, slopes: { eca } }, { hidden }, lang) {
    const heard = eca.map((row) => row.filter((slope) => slope !== 0).length);
    const [least, most] = [Math.min(...heard), Math.max(...heard)];
    return lang === 'zh'
      ? `SE：${hidden} 个隐藏单元里有 ${answering} 个有响应，每个分数都经过它们。ECA：一个门听 ${least} 到 ${most} 个通道。`
      : `SE: ${answering} of ${hidden} hidden units answer, and every score passes through them. ECA: a gate hears ${least} to ${most} channels.`;
  },
});
