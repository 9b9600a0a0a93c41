// An alignment with reordering, from constructed parameters: each target word asks for a place, and two tanh units find it.
import { heatmap } from '../../../figures/heatmap.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import type { Explanation } from '../../../widget/figure.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { scoredAttention } from '../../scoring-functions/kernel.ts';
import { bump, gainControl, heightControl, phrase, places, steps, traceOf } from '../trace.ts';

const wordsOf = (name: 'source' | 'target', lang: Lang): string[] => pick(phrase[name], lang).split(' ');
const h = places(4);

/** The score of a product: gain · place asked for · place of the word. */
const product = (s: Matrix, gain: number): Record<string, Matrix> =>
  matrices(() => {
    const { scores, weights, output } = scoredAttention(tensor(s), tensor(h), tensor(h), {
      kind: 'general',
      wa: tensor([[gain], [0]]),
    });
    return { scores, weights, output };
  });

type Trace = { readonly traced: Record<string, Matrix>; readonly additive: boolean };

const explainWeight =
  ({ traced }: Trace, rows: readonly string[], columns: readonly string[]) =>
  (i: number, j: number): Explanation => {
    const { text, sources } = steps.weights.explain(traced, i, j);
    return { text: `${rows[i]} ↔ ${columns[j]} = ${text}`, sources };
  };

/** For how many target words the place that is read is the one asked for, to a tenth. */
const found = ({ traced: { output = [] } }: Trace, looks: Matrix): number =>
  output.filter(([place = Number.NaN], i) => Math.abs(place - (looks[i]?.[0] ?? 0)) <= 0.1).length;

export default defineWidget({
  id: 'additive-attention/crossing',
  title: { en: 'Words that change places', zh: '换了位置的词' },
  provenance: {
    en: 'Constructed: the places asked for and the two units are chosen by hand, so that the alignment is exact. A trained model must find both.',
    zh: '人为构造：想看的位置和两个单元都是手工选定的，好让对齐恰好正确。训练出来的模型得自己学会这两样。',
  },
  mechanism: 'additive-attention',
  controls: {
    looks: matrix({
      label: { en: 'place that each target word asks for', zh: '每个目标词想看的位置' },
      symbol: 'S',
      scale: 'query',
      maxRows: 4,
      maxColumns: 1,
      value: [[1], [4], [3], [2]],
    }),
    kind: choice({
      label: { en: 'score', zh: '打分' },
      options: {
        additive: { en: 'additive, two units', zh: '加性，两个单元' },
        product: { en: 'product of the places', zh: '两个位置相乘' },
      },
      value: 'additive',
    }),
    gain: gainControl(4),
    height: heightControl(3),
  },
  compute({ looks, kind, gain, height }): Trace {
    const additive = kind === 'additive';
    return {
      traced: additive ? traceOf({ s: looks, h, ...bump(gain, height) }) : product(looks, gain),
      additive,
    };
  },
  figures: [
    {
      name: 'scores',
      title: { en: 'Scores', zh: '分数' },
      formula: {
        variants: {
          additive: String.raw`e_{ij}=\beta\tanh(\cdot)-\beta\tanh(\cdot)`,
          product: String.raw`e_{ij}=g\,r_i\,j`,
        },
        pick: ({ kind }) => kind,
      },
      type: heatmap,
      data: (trace, { looks }, lang) => ({
        values: trace.traced['scores'] ?? [],
        rows: wordsOf('target', lang).slice(0, looks.length),
        columns: wordsOf('source', lang),
        rowTitle: lang === 'zh' ? '目标词' : 'target words',
        columnTitle: lang === 'zh' ? '源词' : 'source words',
        scale: 'scores',
        explain: (i: number, j: number) => ({
          text: trace.additive
            ? steps.scores.explain(trace.traced, i, j, { state: 0 }).text
            : fixed(trace.traced['scores']?.[i]?.[j] ?? 0, 3),
        }),
      }),
    },
    {
      name: 'weights',
      title: { en: 'Weights: the alignment', zh: '权重，即对齐' },
      caption: {
        en: 'A row for each word that is written, a column for each word that was read.',
        zh: '每写一个词有一行，每读一个词有一列。',
      },
      type: heatmap,
      data: (trace, { looks }, lang) => {
        const [rows, columns] = [wordsOf('target', lang).slice(0, looks.length), wordsOf('source', lang)];
        return {
          values: trace.traced['weights'] ?? [],
          rows,
          columns,
          rowTitle: lang === 'zh' ? '目标词' : 'target words',
          columnTitle: lang === 'zh' ? '源词' : 'source words',
          scale: 'weights',
          explain: explainWeight(trace, rows, columns),
        };
      },
    },
    {
      name: 'context',
      title: { en: 'Context vectors', zh: '上下文向量' },
      caption: {
        en: 'The mean of (place, 1): its first feature is the place that was read.',
        zh: '（位置，1）的平均：第一个特征就是读到的位置。',
      },
      type: heatmap,
      data: ({ traced }, { looks }, lang) => ({
        values: traced['output'] ?? [],
        rows: wordsOf('target', lang).slice(0, looks.length),
        columns: lang === 'zh' ? ['位置', '1'] : ['place', '1'],
        rowTitle: lang === 'zh' ? '目标词' : 'target words',
        columnTitle: lang === 'zh' ? '特征' : 'features',
        scale: 'output',
      }),
    },
  ],
  readout(trace, { looks }, lang) {
    const [right, all] = [found(trace, looks), looks.length];
    const smallest = fixed(Math.min(...(trace.traced['weights'] ?? []).map((row) => Math.max(...row))));
    return lang === 'zh'
      ? `${all} 个目标词里，有 ${right} 个读到了想看的位置。各行最大的权重，最小的一个是 ${smallest}。`
      : `${right} of ${all} target words read the place that they asked for. The largest weight of each row is at least ${smallest}.`;
  },
  goals: {
    diagonal: ({ traced: { weights = [] }, additive }) =>
      additive && weights.length === 4 && weights.every((row, i) => (row[i] ?? 0) > 0.9),
  },
});
