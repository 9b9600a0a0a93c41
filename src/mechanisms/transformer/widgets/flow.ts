// One encoder layer: what becomes of the vector of one word, station by station.
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import type { Step } from '../../../figures/walk.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import type { Explanation } from '../../../widget/figure.ts';
import { fixed } from '../../../widget/format.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick, type Text } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { encoderLayer } from '../kernel.ts';
import {
  conventionControl,
  drawLayer,
  embed,
  heads,
  lengthOf,
  parametersOf,
  read,
  rowsOf,
  seedControl,
  untrained,
} from '../shared.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const length = 8;

/** The stations in the order of either convention. */
const stations: Record<'post' | 'pre', Readonly<Record<string, Text>>> = {
  post: {
    x: { en: 'in', zh: '输入' },
    attended: { en: 'attention', zh: '注意力' },
    selfSum: { en: 'sum', zh: '求和' },
    selfNormed: { en: 'LayerNorm', zh: 'LayerNorm' },
    fed: { en: 'network', zh: '前馈网络' },
    feedSum: { en: 'sum', zh: '求和' },
    output: { en: 'LayerNorm', zh: 'LayerNorm' },
  },
  pre: {
    x: { en: 'in', zh: '输入' },
    selfInput: { en: 'LayerNorm', zh: 'LayerNorm' },
    attended: { en: 'attention', zh: '注意力' },
    selfSum: { en: 'sum', zh: '求和' },
    feedInput: { en: 'LayerNorm', zh: 'LayerNorm' },
    fed: { en: 'network', zh: '前馈网络' },
    output: { en: 'sum', zh: '求和' },
  },
};

export default defineWidget({
  id: 'transformer/flow',
  title: { en: 'One word on its way through a layer', zh: '一个词怎样穿过一层' },
  provenance: untrained,
  mechanism: 'transformer',
  controls: {
    word: range({
      label: { en: 'word', zh: '第几个词' },
      min: 1,
      max: length,
      step: 1,
      value: 7,
    }),
    convention: conventionControl,
    seed: seedControl,
  },
  compute({ word, convention, seed }, lang) {
    const words = tokenise(pick(sentence, lang), lang);
    const traced = read(() => {
      const x = embed(words, lang, seed);
      const trace = encoderLayer(x, drawLayer(parametersOf(seed)), {
        heads,
        normFirst: convention === 'pre',
      });
      const { selfWeights, hidden: _hidden, ...vectors } = { x, ...trace };
      const all = selfWeights.arraySync() as Matrix[];
      const rows = Object.entries(vectors).map(([name, tensor]) => [name, rowsOf(tensor)] as const);
      return { matrices: Object.fromEntries(rows), all };
    });
    const row = word - 1;
    const mean = words.map((_, j) => traced.all.reduce((sum, head) => sum + head[row]![j]!, 0) / heads);
    return { words, row, mean, matrices: traced.matrices as Record<string, Matrix> };
  },
  figures: [
    {
      name: 'stations',
      title: { en: 'The vector of the word', zh: '这个词的向量' },
      caption: {
        en: 'From top to bottom: one row for each station, one column for each feature.',
        zh: '从上往下：每站一行，每个特征一列。',
      },
      type: heatmap,
      data: ({ matrices, row }, { convention }, lang) => {
        const names = Object.keys(stations[convention]);
        return {
          values: names.map((name) => matrices[name]?.[row] ?? []),
          rows: Object.values(stations[convention]).map((label) => pick(label, lang)),
          columns: ['1', '2', '3', '4'],
          rowTitle: '',
          columnTitle: lang === 'zh' ? '特征' : 'features',
          scale: 'scores',
          extent: 3,
          explain: (i: number, j: number): Explanation => {
            const name = names[i] ?? '';
            const one = Object.fromEntries(
              Object.entries(matrices).map(([key, rows]) => [key, [rows[row] ?? []]]),
            );
            const step = steps[name] as Step<Choices, Context> | undefined;
            const value = one[name]?.[0]?.[j] ?? Number.NaN;
            return { text: step?.explain?.(one, 0, j, { eps: 1e-5 }, lang).text ?? fixed(value, 3) };
          },
        };
      },
    },
    {
      name: 'weights',
      title: { en: 'Where it looks', zh: '它看哪里' },
      caption: { en: 'Its weights, averaged over the two heads.', zh: '它的权重，取两个头的平均。' },
      type: bars,
      data: ({ mean, words }, _params, lang) => ({
        labels: words,
        values: mean,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '键' : 'key',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ words, row, matrices }, _params, lang) {
    const size = (name: string) => fixed(lengthOf(matrices[name]?.[row] ?? []));
    const [x, attended, fed, output] = ['x', 'attended', 'fed', 'output'].map(size);
    return lang === 'zh'
      ? `“${words[row]}”的向量长度：进来时 ${x}，注意力加上 ${attended}，前馈网络加上 ${fed}，出去时 ${output}。`
      : `The vector of “${words[row]}” comes in with length ${x}; attention adds one of ${attended}, the network one of ${fed}; it leaves with ${output}.`;
  },
});
