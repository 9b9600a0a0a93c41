// Which outputs notice a change of which word, through one layer or several, with and without the causal mask.
import { tensor } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { toMatrix, type Matrix } from '../../../math/tensor.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, scientific } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { text } from '../../../widget/controls.ts';
import { sentence } from '../../../widget/sentence.ts';
import { transformerStack } from '../kernel.ts';
import {
  drawStack,
  embed,
  features,
  heads,
  lengthOf,
  parametersOf,
  read,
  seedControl,
  untrained,
} from '../shared.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence, maxTokens: 8 });

export default defineWidget({
  id: 'transformer/reach',
  title: { en: 'Who notices a change?', zh: '谁会察觉改动？' },
  provenance: untrained,
  mechanism: 'transformer',
  controls: {
    text: input,
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: true }),
    layers: range({ label: { en: 'layers', zh: '层数' }, min: 1, max: 3, step: 1, value: 1 }),
    size: range({
      label: { en: 'size of the change', zh: '改动的大小' },
      min: 0,
      max: 3,
      step: 0.25,
      value: 1,
    }),
    seed: seedControl,
  },
  compute({ text: line, causal, layers, size, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const other = randomMatrix(1, features, random(seed + 500))[0] ?? [];
    const length = lengthOf(other);
    const change = other.map((x) => (x * size) / length);
    const moved = read(() => {
      const x = toMatrix(embed(tokens, lang, seed));
      // One batch: the sentence as it is, then with each word changed in turn.
      const variants = [
        x,
        ...tokens.map((_, j) =>
          x.map((row, i) => (i === j ? row.map((value, f) => value + change[f]!) : row)),
        ),
      ];
      const batch = tensor(variants.flat(2), [variants.length, tokens.length, features]);
      const parameters = drawStack(parametersOf(seed), layers);
      const { output } = transformerStack(batch, parameters, { heads, causal });
      const [before = [], ...after] = output.arraySync() as Matrix[];
      return before.map((row, i) =>
        after.map((rows) => lengthOf(row.map((value, f) => rows[i]![f]! - value))),
      );
    });
    const leak = Math.max(0, ...moved.flatMap((row, i) => row.filter((_, j) => j > i)));
    return { tokens, moved, leak };
  },
  figures: [
    {
      name: 'moved',
      title: { en: 'How far each output moves', zh: '各个输出移动了多远' },
      caption: {
        en: 'A column for each word that is changed, a row for each output. A zero is exactly nothing.',
        zh: '每列对应一个被改动的词，每行对应一个输出。零就是丝毫未动。',
      },
      type: heatmap,
      data: ({ tokens, moved }, _params, lang) => ({
        values: moved,
        rows: tokens,
        columns: tokens,
        rowTitle: lang === 'zh' ? '输出' : 'outputs',
        columnTitle: lang === 'zh' ? '被改动的词' : 'changed word',
        scale: 'output',
        extent: 2,
        explain: (i: number, j: number) => ({
          text:
            lang === 'zh'
              ? `改动“${tokens[j]}”，“${tokens[i]}”的输出移动 ${fixed(moved[i]?.[j] ?? Number.NaN, 4)}`
              : `“${tokens[j]}” changed: the output of “${tokens[i]}” moves by ${fixed(moved[i]?.[j] ?? Number.NaN, 4)}`,
        }),
      }),
    },
  ],
  readout({ leak }, _params, lang) {
    const text = leak === 0 ? '0' : scientific(leak);
    return lang === 'zh'
      ? `靠前的输出因后面的词而移动，最多：${text}。`
      : `The most that an earlier output moves because of a later word: ${text}.`;
  },
});
