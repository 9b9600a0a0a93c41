// Teacher forcing against generation: the same decoder, all positions at once or one after the other.
import { matMul } from '@tensorflow/tfjs-core';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { softmax } from '../../../math/softmax.ts';
import { matrix, toMatrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { scientific } from '../../../widget/format.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick, type Lang, type Text } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import { transformerStack } from '../kernel.ts';
import { drawStack, embed, features, heads, parametersOf, read, seedControl, untrained } from '../shared.ts';

const start = '⟨s⟩';
const truth: Text = { en: 'the dog chased the cat', zh: '那只 狗 追 那只 猫' };

/** The words that can be said, and those that should be. */
function wordsOf(lang: Lang): { vocabulary: string[]; target: string[] } {
  const lower = (word: string) => word.toLocaleLowerCase('und');
  return {
    vocabulary: [...new Set(tokenise(pick(sentence, lang), lang).map(lower))],
    target: pick(truth, lang).split(' '),
  };
}

const steps = 5;

export default defineWidget({
  id: 'transformer/forcing',
  title: { en: 'All at once, or one after the other', zh: '一次算完，或者一个接一个' },
  provenance: untrained,
  mechanism: 'transformer',
  controls: {
    step: range({
      label: { en: 'words generated', zh: '已生成的词数' },
      min: 1,
      max: steps,
      step: 1,
      value: 3,
      play: { perSecond: 1 },
    }),
    fed: choice({
      label: { en: 'the next input is', zh: '下一个输入是' },
      options: {
        truth: { en: 'the right word', zh: '正确的词' },
        own: { en: 'the word just generated', zh: '刚生成的词' },
      },
      value: 'truth',
    }),
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: true }),
    seed: seedControl,
  },
  compute({ step, fed, causal, seed }, lang) {
    const { vocabulary, target } = wordsOf(lang);
    const known = tokenise(pick(sentence, lang), lang);
    return read(() => {
      const stream = parametersOf(seed);
      const encoder = drawStack(stream, 1);
      const decoder = drawStack(stream, 1, { decoder: true });
      const memory = transformerStack(embed(known, lang, seed), encoder, { heads }).output;
      const said = matrix(wordVectors(vocabulary, known, features, seed + 1000));
      /** What comes next after each of some words: the softmax of products with the vectors of all words. */
      const predict = (words: readonly string[]): Matrix => {
        const { output } = transformerStack(embed(words, lang, seed), decoder, { heads, causal, memory });
        return toMatrix(softmax(matMul(output, said, false, true)));
      };
      const best = (row: readonly number[]) => vocabulary[row.indexOf(Math.max(...row))] ?? '';
      const inputs = [start, ...target.slice(0, steps - 1)];
      const forced = predict(inputs);
      const read: string[] = [start];
      const generated = Array.from({ length: step }, (_, i) => {
        const row = predict(read).at(-1) ?? [];
        read.push(fed === 'truth' ? (target[i] ?? '') : best(row));
        return row;
      });
      const apart = Math.max(
        ...generated.flatMap((row, i) => row.map((p, j) => Math.abs(p - (forced[i]?.[j] ?? Number.NaN)))),
      );
      return {
        vocabulary,
        inputs,
        forced,
        read: read.slice(0, step),
        generated,
        said: generated.map(best),
        apart,
      };
    });
  },
  figures: [
    {
      name: 'forced',
      title: { en: 'Teacher forcing: one pass', zh: '教师强制：一遍算完' },
      caption: {
        en: 'Row: the last word read. Column: the word that could come next.',
        zh: '行：最后读到的词。列：可能的下一个词。',
      },
      type: heatmap,
      data: ({ forced, inputs, vocabulary }, _params, lang) =>
        probabilities(forced, inputs, vocabulary, lang),
    },
    {
      name: 'generated',
      title: { en: 'Generation: a pass for each word', zh: '生成：每个词算一遍' },
      type: heatmap,
      data: ({ generated, read, vocabulary }, _params, lang) =>
        probabilities(generated, read, vocabulary, lang),
    },
  ],
  readout({ apart, said }, { step }, lang) {
    const difference = apart < 1e-6 ? '0' : scientific(apart);
    return lang === 'zh'
      ? `遍数：1 对 ${step}。前 ${step} 行的最大差：${difference}。模型说的是：${said.join(' ')}`
      : `Passes: 1 against ${step}. Largest difference in the first ${step} rows: ${difference}. The model says: ${said.join(' ')}`;
  },
});

function probabilities(
  values: Matrix,
  rows: readonly string[],
  columns: readonly string[],
  lang: Lang,
): HeatmapData {
  return {
    values,
    rows,
    columns,
    rowTitle: lang === 'zh' ? '读到' : 'read',
    columnTitle: lang === 'zh' ? '下一个词' : 'next word',
    scale: 'weights',
  };
}
