// Words that repeat: which head of the trained model finds what came next the last time, and what happens without it.
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { random } from '../../../math/random.ts';
import { softmax } from '../../../math/softmax.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { labelOf } from '../../../models/referent/language.ts';
import { heads, layers, words as vocabulary } from '../../../models/referent/model.ts';
import results from '../../../models/referent/results.json' with { type: 'json' };
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { headNames, percent, runModel } from '../trained.ts';

const length = 12;

/** Different words, drawn with a seed. */
function draw(many: number, seed: number): string[] {
  const source = random(seed);
  const left = [...vocabulary];
  return Array.from(
    { length: many },
    () => left.splice(Math.floor(source.uniform() * left.length), 1)[0] ?? '',
  );
}

/** The mean weight on the positions that follow an earlier occurrence of the present word, where there is one. */
function inductionOf(map: Matrix, words: readonly string[]): number {
  const sums = words.flatMap((word, i) => {
    const after = words.flatMap((other, j) => (j < i && other === word ? [j + 1] : []));
    return after.length === 0 ? [] : [after.reduce((sum, j) => sum + (map[i]?.[j] ?? 0), 0)];
  });
  return sums.reduce((sum, x) => sum + x, 0) / Math.max(1, sums.length);
}

/** The mean weight on the previous position. */
const previousOf = (map: Matrix): number =>
  map.slice(1).reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / Math.max(1, map.length - 1);

export default defineWidget({
  id: 'self-attention/induction',
  title: { en: 'What came next the last time?', zh: '上一次，后面是什么？' },
  provenance: {
    en: `Trained: the same model, reading from left to right. On 1000 random sequences that it never saw, ${percent(results.accuracy.repeats)} of the determined next words are right.`,
    zh: `经过训练：还是那个模型，从左往右读。在 1000 条没有见过的随机序列上，凡是下一个词已经确定的地方，答对 ${percent(results.accuracy.repeats)}。`,
  },
  mechanism: 'self-attention',
  controls: {
    block: range({
      label: { en: 'words in the block', zh: '一段有几个词' },
      min: 2,
      max: 6,
      step: 1,
      value: 4,
    }),
    seed: range({ label: { en: 'other words', zh: '换一批词' }, min: 1, max: 20, step: 1, value: 2 }),
    layer: range({ label: { en: 'layer', zh: '层' }, min: 1, max: layers, step: 1, value: 2 }),
    head: range({ label: { en: 'head', zh: '头' }, min: 1, max: heads, step: 1, value: 4 }),
    out: choice({
      label: { en: 'take out', zh: '去掉' },
      options: {
        none: { en: 'nothing', zh: '什么都不去' },
        head: { en: 'this head', zh: '这个头' },
        layer: { en: 'this layer', zh: '这一层' },
      },
      value: 'none',
    }),
  },
  compute({ block, seed, layer, head, out }, lang) {
    const unit = draw(block, seed);
    const words = Array.from({ length }, (_, i) => unit[i % block] ?? '');
    const ablate = Array.from({ length: heads }, (_, h): [number, number] => [layer - 1, h]).filter(
      ([, h]) => out === 'layer' || (out === 'head' && h === head - 1),
    );
    const { maps, probabilities } = runModel(words, { causal: true, ablate }, (trace) =>
      softmax(trace.logits),
    );
    const right = words.slice(1).map((next, i) => {
      const row = probabilities[i] ?? [];
      const place = vocabulary.indexOf(next);
      return { next: labelOf(next, lang), chance: row[place] ?? 0, best: row[place] === Math.max(...row) };
    });
    return {
      labels: words.map((word) => labelOf(word, lang)),
      map: maps[layer - 1]?.[head - 1] ?? [],
      scores: maps.flatMap((of) => of.map((map) => [previousOf(map), inductionOf(map, words)])),
      determined: right.slice(block),
    };
  },
  figures: [
    {
      name: 'scores',
      title: { en: 'All heads: how much they look where', zh: '所有的头：各看哪里，看多少' },
      caption: {
        en: 'Mean weights on the previous word, and on the word after an earlier occurrence of the present one. Measured on this sequence.',
        zh: '平均权重：给前一个词的，以及给“这个词上次出现之后的那个词”的。就在眼前这条序列上量得。',
      },
      type: heatmap,
      data: ({ scores }, _params, lang) => ({
        values: scores,
        rows: headNames,
        columns: lang === 'zh' ? ['前一个', '归纳'] : ['previous', 'induction'],
        rowTitle: lang === 'zh' ? '层.头' : 'layer.head',
        columnTitle: lang === 'zh' ? '看的位置' : 'position looked at',
        scale: 'weights',
      }),
    },
    {
      name: 'map',
      title: { en: 'Weights of the chosen head', zh: '所选的头的权重' },
      formula: String.raw`A=\softmax(\Q\K^{\top}\!/\sqrt{d_k}+\text{mask})`,
      type: heatmap,
      data: ({ map, labels }, _params, lang) => ({
        values: map,
        rows: labels,
        columns: labels,
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'weights',
      }),
    },
    {
      name: 'next',
      title: { en: 'Chance of the right next word', zh: '下一个词说对的概率' },
      type: bars,
      data: ({ determined }, _params, lang) => ({
        labels: determined.map(({ next }) => next),
        values: determined.map(({ chance }) => chance),
        title: lang === 'zh' ? '概率' : 'probability',
        labelTitle: lang === 'zh' ? '下一个词' : 'next word',
        domain: [0, 1],
        color: 'var(--c-output)',
      }),
    },
  ],
  goals: {
    // Without this head or layer, most of the determined words are wrong.
    broken: ({ determined }, { out }) =>
      out !== 'none' && determined.filter(({ best }) => best).length < determined.length / 2,
  },
  readout({ determined }, { layer, head, out }, lang) {
    const good = determined.filter(({ best }) => best).length;
    const measured =
      out === 'layer'
        ? results.layers[layer - 1]
        : out === 'head'
          ? results.ablated.find((one) => one.layer === layer - 1 && one.head === head - 1)
          : results.accuracy;
    const here =
      lang === 'zh'
        ? `这里 ${determined.length} 个已确定的词，对 ${good} 个。`
        : `Here ${good} of ${determined.length} determined words are right. `;
    const [repeats, referent] = [percent(measured?.repeats ?? 0), percent(measured?.referent ?? 0)];
    return lang === 'zh'
      ? `${here}在没见过的数据上：重复的词对 ${repeats}，“它”对 ${referent}。`
      : `${here}On data never seen: ${repeats} of repeated words, ${referent} of the pronouns.`;
  },
});
