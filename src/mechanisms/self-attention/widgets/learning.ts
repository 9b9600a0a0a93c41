// How the model learned, and where it fails: what train.py measured.
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import results from '../../../models/referent/results.json' with { type: 'json' };
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';
import { percent } from '../trained.ts';

const every = 100;
/** Nearly all happens at the beginning. */
const curve = results.curve.filter(([step = 0]) => step <= 2000);
const { failures, asks } = results;
const kinds = { en: ['animal', 'place', 'thing'], zh: ['动物', '地方', '东西'] };

export default defineWidget({
  id: 'self-attention/learning',
  title: { en: 'Training, and where the model fails', zh: '训练过程，以及模型在哪里失灵' },
  provenance: {
    en: `Measured by train.py on data that training never showed: PyTorch ${results.torch}, seed ${results.seed}, ${count(results.steps)} steps, ${count(results.parameters)} weights, 8 bits each as shipped.`,
    zh: `由 train.py 在训练没有用过的数据上量得：PyTorch ${results.torch}，种子 ${results.seed}，${count(results.steps)} 步，${count(results.parameters)} 个参数，发布时每个 8 位。`,
  },
  mechanism: 'self-attention',
  controls: {
    step: range({
      label: { en: 'steps of training', zh: '训练步数' },
      min: 0,
      max: curve.length - 1,
      step: 1,
      value: 3,
      show: (at) => count(at * every),
      play: { perSecond: 4 },
    }),
  },
  compute: ({ step }) => {
    const [, referent = 0, repeats = 0] = curve[step] ?? [];
    return { at: step * every, referent, repeats };
  },
  figures: [
    {
      name: 'curve',
      title: { en: 'Accuracy while it learns', zh: '学习过程中的正确率' },
      type: curves,
      data: ({ at }, _params, lang) => ({
        x: curve.map(([step = 0]) => step),
        curves: [
          {
            label: lang === 'zh' ? '“它”指谁' : 'what “it” means',
            color: 'var(--c-query)',
            y: curve.map(([, referent = 0]) => referent),
          },
          {
            label: lang === 'zh' ? '重复的词' : 'repeated words',
            color: 'var(--c-key)',
            dash: '5 3',
            y: curve.map(([, , repeats = 0]) => repeats),
          },
        ],
        xTitle: lang === 'zh' ? '训练步数' : 'steps of training',
        yTitle: lang === 'zh' ? '正确率' : 'accuracy',
        yDomain: [0, 1],
        at,
      }),
    },
    {
      name: 'asks',
      title: { en: 'Head 1.1: what a noun gives to the adjective', zh: '头 1.1：名词给形容词多少' },
      caption: {
        en: 'Mean weights over all sentences with new pairs of nouns, by the kind of the noun and of the adjective.',
        zh: '在名词对没见过的所有句子上的平均权重，按名词和形容词的类别分开。',
      },
      type: heatmap,
      data: (_trace, _params, lang) => ({
        values: asks.weights[0] ?? [],
        rows: kinds[lang],
        columns: kinds[lang],
        rowTitle: lang === 'zh' ? '名词' : 'noun',
        columnTitle: lang === 'zh' ? '形容词配哪一类' : 'adjective for',
        scale: 'weights',
      }),
    },
    {
      name: 'failures',
      title: { en: 'How far it reaches', zh: '本领的边界' },
      type: numbers,
      data: (_trace, _params, lang) => {
        const zh = lang === 'zh';
        const row = (label: string, share: number) => ({ label, values: [percent(share)] });
        return {
          head: zh ? ['数据', '正确'] : ['data', 'right'],
          rows: [
            row(zh ? '名词对没见过的句子' : 'sentences with new pairs of nouns', results.accuracy.referent),
            row(zh ? '同上，前面有两个时间词' : 'the same after “yesterday today”', failures['two adverbs']),
            row(
              zh ? '去掉头 1.1，“它”是动物时' : 'without head 1.1, where “it” is an animal',
              asks.ablated[0]?.[0] ?? 0,
            ),
            row(
              zh ? '去掉头 1.1，“它”是地方时' : 'without head 1.1, where “it” is a place',
              asks.ablated[0]?.[1] ?? 0,
            ),
            row(
              zh ? '重复，每段 3 到 6 个词（训练过）' : 'repeats of 3 to 6 words, as trained',
              results.accuracy.repeats,
            ),
            row(zh ? '重复，每段 2 个词' : 'repeats of 2 words', failures.block[2]),
            row(zh ? '重复，每段 9 个词' : 'repeats of 9 words', failures.block[9]),
            row(zh ? '重复，每段 12 个词' : 'repeats of 12 words', failures.block[12]),
            row(
              zh ? '每段 6 个词，其中一个词出现两次' : 'repeats of 6 words, one of them twice',
              failures['a word twice in the block'],
            ),
            row(
              zh ? '两个同类名词：平均有多自信' : 'two nouns of one kind: its mean confidence',
              failures['nouns of one kind'].certainty,
            ),
          ],
        };
      },
    },
  ],
  readout: ({ at, referent, repeats }, _params, lang) =>
    lang === 'zh'
      ? `${count(at)} 步之后：“它”对 ${percent(referent)}，重复的词对 ${percent(repeats)}。`
      : `After ${count(at)} steps: ${percent(referent)} of the pronouns, ${percent(repeats)} of the repeated words.`,
});
