// The reader's own sentence, copied word by word by a decoder whose states are turned: which score and which reach find it?
import { walk } from '../../../figures/walk.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';
import type { Options, Score } from '../kernel.ts';
import { scoreControl, steps, traceOf, type Choices, type Context } from '../trace.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const d = 6;

/** Turns every pair of features by an angle: (d, d). */
function turning(degrees: number): Matrix {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (__, j) => {
      if (i === j) return cos;
      return i >> 1 === j >> 1 ? (i % 2 === 0 ? -sin : sin) : 0;
    }),
  );
}

const times = (rows: Matrix, by: Matrix): Matrix =>
  rows.map((x) => by.map((line) => line.reduce((sum, w, f) => sum + w * (x[f] ?? 0), 0)));

/** The parameters of a score: general knows the turn and undoes it, concat has random ones. */
function parametersOf(score: Score, turn: number, seed: number): Options {
  if (score === 'general') return { wa: matrix(turning(-turn)) };
  if (score === 'dot') return {};
  const source = random(seed + 500);
  const drawn = (rows: number, columns: number) =>
    matrix(randomMatrix(rows, columns, source).map((row) => row.map((x) => x / Math.sqrt(d))));
  return { wa: drawn(d, 2 * d), va: drawn(1, d) };
}

export default defineWidget({
  id: 'multiplicative-attention/sentence',
  title: { en: 'Copying your sentence', zh: '抄写你的句子' },
  provenance: {
    en: 'Random: a vector for each distinct word, and the parameters of concat. Constructed: step t wants word t, but its state is turned; the matrix of general turns it back.',
    zh: '不同的词各有随机向量，concat 的参数也是随机的。人为构造：第 t 步想要第 t 个词，但它的状态转了一个角度；general 的矩阵把它转回来。',
  },
  mechanism: 'multiplicative-attention',
  controls: {
    text: input,
    score: scoreControl('dot'),
    turn: range({
      label: { en: 'turn between decoder and encoder', zh: '解码器与编码器相差的角度' },
      min: 0,
      max: 180,
      step: 5,
      value: 90,
      unit: '°',
    }),
    window: range({
      label: { en: 'window D (8: all words)', zh: '窗口 D（8 为全部）' },
      min: 0,
      max: 8,
      step: 1,
      value: 8,
      show: (D) => (D === 8 ? '∞' : String(D)),
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 7 }),
  },
  compute({ text: line, score, turn, window: D, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const memory = wordVectors(tokens, tokenise(pick(sentence, lang), lang), d, seed + 1000);
    const reach = D === 8 ? ('global' as const) : ('local-m' as const);
    const trace = traceOf(times(memory, turning(turn)), memory, {
      score,
      reach,
      D,
      ...parametersOf(score, turn, seed),
    });
    return {
      matrices: { scores: trace['scores'] ?? [], weights: trace['weights'] ?? [] },
      axes: { queries: tokens, keys: tokens },
      context: { score, reach, D },
      tokens,
    };
  },
  figures: walk<Choices, Context>({
    scores: { ...steps.scores, explain: (m, i, j) => ({ text: fixed(m['scores']?.[i]?.[j] ?? 0, 3) }) },
    weights: steps.weights,
  }),
  readout({ matrices: { weights = [] }, tokens }, _params, lang) {
    const own = weights.map((row, t) => row[t] ?? 0);
    const found = own.filter((weight) => weight > 0.5).length;
    const mean = fixed(own.reduce((sum, x) => sum + x, 0) / own.length);
    return lang === 'zh'
      ? `${tokens.length} 步里，有 ${found} 步把一半以上的权重给了要抄的词；平均给它 ${mean}。`
      : `${found} of ${tokens.length} steps give more than half of their weight to the word that they copy; on average it gets ${mean}.`;
  },
  goals: {
    copied: ({ matrices: { weights = [] }, tokens }) => {
      const words = tokens.map((token) => token.toLowerCase());
      const twice = words.flatMap((word, t) => (words.indexOf(word) !== words.lastIndexOf(word) ? [t] : []));
      return twice.length > 0 && twice.every((t) => (weights[t]?.[t] ?? 0) > 0.9);
    },
  },
});
