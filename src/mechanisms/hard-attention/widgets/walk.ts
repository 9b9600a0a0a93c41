// The formula, step by step: scores, probabilities, the location that a number u chooses, and its value.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { hardAttention } from '../kernel.ts';
import { steps, type Choices, type Context } from '../trace.ts';

/** One u from 0 to less than 100 percent for each query, and one value for each key. */
function mustFit(scores: Matrix, v: Matrix, u: Matrix): void {
  const [queries, keys] = [scores.length, scores[0]?.length ?? 0];
  if (v.length !== keys) {
    throw new InputProblem({
      en: `There are ${keys} columns of scores and ${v.length} values: each key needs one value.`,
      zh: `分数有 ${keys} 列，值有 ${v.length} 行：每个键要有一个值。`,
    });
  }
  if (u.length !== queries || u.some((row) => row.length !== 1)) {
    throw new InputProblem({
      en: `There are ${queries} queries: u needs ${queries} rows with one number each.`,
      zh: `有 ${queries} 个查询：u 要有 ${queries} 行，每行一个数。`,
    });
  }
  if (u.some(([x = 0]) => x < 0)) {
    throw new InputProblem({
      en: 'Each u must be at least 0 percent and less than 100.',
      zh: '每个 u 都要不小于百分之 0，且小于百分之 100。',
    });
  }
}

export default defineWidget({
  id: 'hard-attention/walk',
  title: { en: 'One location for each query', zh: '每个查询选一个位置' },
  provenance: {
    en: 'Constructed: the first row of scores is ln 5, ln 3, ln 2. In a model, u comes from a random number generator.',
    zh: '人为构造：第一行分数是 ln 5、ln 3、ln 2。在模型里，u 由随机数发生器给出。',
  },
  mechanism: 'hard-attention',
  controls: {
    scores: matrix({
      label: { en: 'S, scores', zh: '分数 S' },
      symbol: 'S',
      value: [
        [Math.log(5), Math.log(3), Math.log(2)],
        [0, 0, 0],
        [3, 1, -1],
      ],
      limit: 100,
    }),
    v: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      value: [[0], [10], [20]],
      step: 1,
    }),
    u: matrix({
      label: { en: 'u, in percent', zh: 'u（百分数）' },
      symbol: 'u',
      value: [[62], [90], [10]],
      step: 1,
      limit: 99,
      maxColumns: 1,
    }),
    choose: choice({
      label: { en: 'the location', zh: '位置' },
      options: {
        sample: { en: 'drawn by u', zh: '由 u 抽取' },
        argmax: { en: 'the likeliest', zh: '取概率最大的' },
        topk: { en: 'the two likeliest', zh: '取概率最大的两个' },
      },
      value: 'sample',
    }),
  },
  compute({ scores, v, u, choose }) {
    mustFit(scores, v, u);
    const trace = matrices(() =>
      hardAttention(tensor(scores), tensor(v), {
        choose,
        uniform: tensor(u.map(([x = 0]) => [x / 100])),
        k: 2,
      }),
    );
    return {
      matrices: { v, ...trace },
      axes: { queries: numbered('q', scores.length), keys: numbered('k', v.length) },
      context: { choose, uniform: u.map(([x = 0]) => x / 100) },
    };
  },
  figures: walk<Choices, Context>(steps),
  readout({ matrices: { choice: chosen = [] } }, { choose }, lang) {
    const places = chosen.map((row, i) => {
      const kept = numbered('k', row.length).filter((_, j) => (row[j] ?? 0) > 0);
      return `${numbered('q', i + 1)[i]} → ${kept.join(' + ')}`;
    });
    const shares = chosen.map((row) =>
      fixed(
        row.reduce((sum, c) => sum + c, 0),
        0,
      ),
    );
    if (choose === 'topk') {
      return lang === 'zh'
        ? `${places.join('，')}。各行之和：${shares.join('，')}`
        : `${places.join(', ')}. Sum of each row: ${shares.join(', ')}`;
    }
    return places.join(lang === 'zh' ? '，' : ', ');
  },
});
