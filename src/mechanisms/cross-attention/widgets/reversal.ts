// Training that runs live: one head learns to reverse a sequence, from random projections to a clean anti-diagonal.
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { asking, memoryOf, pass, places, projections } from '../../../models/reversal/model.ts';
import { marks, train, type Measured } from '../../../models/reversal/train.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { crossAttention } from '../kernel.ts';
import { steps } from '../trace.ts';

/** Up to here it is computed on the page; what goes further, the worker computes. */
const near = marks.indexOf(30);

/** Words of as many letters as there are places, from the letters that there are. */
const words = { cabbage: 'cabbage', baggage: 'baggage', acceded: 'acceded' } as const;

const lettersOf = (word: string): number[] => [...word].map((letter) => letter.charCodeAt(0) - 97);

interface Trained {
  readonly measured: readonly Measured[];
  readonly weights: Matrix;
  /** Where the slope of the loss on the word pushes each score: up where it is positive. */
  readonly push: Matrix;
  /** The word that comes out. */
  readonly answer: string;
}

interface Line {
  readonly label: string;
  readonly color: string;
  readonly dash?: string;
  of(now: Measured): number;
}

/** Curves over the steps so far. What leaves the axis stands at its edge. */
function overSteps(
  { measured }: Trained,
  lang: Lang,
  axis: Pick<CurvesData, 'yTitle' | 'yDomain' | 'yType'>,
  lines: readonly Line[],
): CurvesData {
  const [low, high] = axis.yDomain;
  return {
    ...axis,
    x: marks,
    xType: 'log',
    xTitle: lang === 'zh' ? '训练步数' : 'steps of training',
    at: marks[measured.length - 1] ?? 1,
    curves: lines.map(({ of, ...line }) => ({
      ...line,
      y: marks.map((_, i) => {
        const now = measured[i];
        return now === undefined ? Number.NaN : Math.min(high, Math.max(low, of(now)));
      }),
    })),
  };
}

/** A map of the word: rows are the letters that are wanted, columns those of the memory. */
const mapOf = (values: Matrix, word: string, lang: Lang) => ({
  values,
  rows: [...word].reverse(),
  columns: [...word],
  rowTitle: lang === 'zh' ? '该答的字母' : 'letter wanted',
  columnTitle: lang === 'zh' ? '被读的字母' : 'letter read',
});

export default defineWidget({
  id: 'cross-attention/reversal',
  title: { en: 'Learning to reverse, live', zh: '学会倒过来：现场训练' },
  provenance: {
    en: 'Trained on this page, from the seed: one head, seven places, eight letters, 64 features; Adam, 16 random sequences a step. The curves are measured on 16 sequences of a kind that training leaves out.',
    zh: '就在本页训练，由随机种子决定：一个头，七个位置，八个字母，64 个特征；用 Adam，每步 16 个随机序列。曲线在 16 个序列上测量，这一类序列训练时不用。',
  },
  mechanism: 'cross-attention',
  controls: {
    rate: range({
      label: { en: 'learning rate', zh: '学习率' },
      min: -3,
      max: 0,
      step: 0.25,
      value: -2,
      show: (power) => String(Number((10 ** power).toPrecision(2))),
    }),
    scaled: toggle({ label: { en: 'divide by √dₖ', zh: '除以 √dₖ' }, value: true }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
    steps: range({
      label: { en: 'steps of training', zh: '训练步数' },
      min: 0,
      max: marks.length - 1,
      step: 1,
      value: marks.indexOf(20),
      show: (mark) => count(marks[mark] ?? 0),
      play: { perSecond: 5 },
    }),
    word: choice({ label: { en: 'word', zh: '单词' }, options: words, value: 'cabbage' }),
  },
  background: ({ steps }) => steps > near,
  *compute({ rate, scaled, seed, steps, word }): Generator<number, Trained> {
    const passed = yield* train({ seed, rate: 10 ** rate, scaled }, steps);
    const { parameters } = passed[steps]!;
    const sequence = lettersOf(word);
    const { weights, output } = matrices(() => {
      const [x, memory] = [matrix(asking()), matrix(memoryOf(sequence))];
      const trace = crossAttention(x, memory, projections(parameters), scaled ? {} : { scale: false });
      return { weights: trace.weights, output: trace.output };
    });
    const { scores } = pass(parameters, [sequence], scaled);
    return {
      measured: passed.map(({ parameters: _kept, ...measured }) => measured),
      weights,
      push: weights.map((row, i) => row.map((_, j) => -(scores[i * places + j] ?? 0))),
      answer: output.map((row) => String.fromCharCode(97 + row.indexOf(Math.max(...row)))).join(''),
    };
  },
  figures: [
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      formula: steps.weights.formula.variants.rows,
      caption: { en: 'Reversal is the anti-diagonal.', zh: '倒过来，就是反对角线。' },
      type: heatmap,
      data: ({ weights }, { word }, lang) => ({ ...mapOf(weights, word, lang), scale: 'weights' }),
    },
    {
      name: 'push',
      title: { en: 'Where the loss pushes the scores', zh: '损失把分数往哪边推' },
      formula: String.raw`-\partial L/\partial \sym{scores}{S}`,
      caption: {
        en: 'Minus the slope of the loss on this word along each score. Full colour at 0.5 and beyond; blank where nothing is learned.',
        zh: '这个单词的损失沿每个分数的斜率，取负。到 0.5 即为满色；空白处什么也学不到。',
      },
      type: heatmap,
      data: ({ push }, { word }, lang) => ({ ...mapOf(push, word, lang), scale: 'scores', extent: 0.5 }),
    },
    {
      name: 'loss',
      title: { en: 'Loss', zh: '损失' },
      caption: {
        en: 'Guessing among eight letters costs ln 8 = 2.08.',
        zh: '在八个字母里乱猜，损失是 ln 8 = 2.08。',
      },
      type: curves,
      data: (trained, _params, lang) =>
        overSteps(
          trained,
          lang,
          { yTitle: lang === 'zh' ? '交叉熵（nat）' : 'cross-entropy (nats)', yDomain: [0, 3] },
          [{ label: lang === 'zh' ? '损失' : 'loss', color: 'var(--ink)', of: ({ loss }) => loss }],
        ),
    },
    {
      name: 'quality',
      title: { en: 'How clean', zh: '有多干净' },
      type: curves,
      data: (trained, _params, lang) =>
        overSteps(trained, lang, { yTitle: lang === 'zh' ? '份额' : 'share', yDomain: [0, 1] }, [
          {
            label: lang === 'zh' ? '反对角线' : 'anti-diagonal',
            color: 'var(--scale-weights)',
            of: ({ diagonal }) => diagonal,
          },
          {
            label: lang === 'zh' ? '正确率' : 'letters right',
            color: 'var(--c-output)',
            dash: '6 4',
            of: ({ accuracy }) => accuracy,
          },
        ]),
    },
    {
      name: 'slopes',
      title: { en: 'Length of the gradient', zh: '梯度的长度' },
      caption: { en: 'What is shorter than 0.0001 stands at the edge.', zh: '短于 0.0001 的，画在边上。' },
      type: curves,
      data: (trained, _params, lang) =>
        overSteps(trained, lang, { yTitle: '‖∂L/∂W‖', yDomain: [1e-4, 1], yType: 'log' }, [
          { label: 'W_Q', color: 'var(--c-query)', of: ({ slopes }) => slopes.wq },
          { label: 'W_K', color: 'var(--c-key)', dash: '6 4', of: ({ slopes }) => slopes.wk },
          { label: 'W_V', color: 'var(--c-value)', dash: '2 3', of: ({ slopes }) => slopes.wv },
          { label: 'W_O', color: 'var(--c-output)', dash: '8 3 2 3', of: ({ slopes }) => slopes.wo },
        ]),
    },
  ],
  goals: {
    // A clean anti-diagonal in at most ten steps.
    quick: ({ measured }, { steps }) => steps <= 9 && (measured.at(-1)?.diagonal ?? 0) > 0.9,
  },
  readout({ measured, answer }, { steps, word }, lang) {
    const { loss, accuracy, diagonal } = measured.at(-1)!;
    const [taken, share, right] = [
      count(marks[steps] ?? 0),
      fixed(diagonal),
      `${Math.round(100 * accuracy)}\u202f%`,
    ];
    return lang === 'zh'
      ? `${taken} 步之后：反对角线上平均 ${share}，字母对了 ${right}，损失 ${fixed(loss)}。${word} → ${answer}`
      : `After ${taken} ${taken === '1' ? 'step' : 'steps'}: ${share} on the anti-diagonal on average, ${right} of letters right, loss ${fixed(loss)}. ${word} → ${answer}`;
  },
});
