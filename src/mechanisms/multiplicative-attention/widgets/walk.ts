// Multiplicative attention, step by step, with every score and every reach, on numbers that can be checked by hand.
import { walk } from '../../../figures/walk.ts';
import { matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { reachControl, scoreControl, steps, traceOf, type Choices, type Context } from '../trace.ts';

/** Two features everywhere: the parameters that are not shown have them. */
function mustFit(given: Readonly<Record<string, Matrix>>, squares: readonly string[]): void {
  for (const [name, rows] of Object.entries(given)) {
    if (rows[0]?.length === 2 && (rows.length === 2 || !squares.includes(name))) continue;
    const shape = squares.includes(name) ? '2 × 2' : '… × 2';
    throw new InputProblem({
      en: `${name} is ${rows.length} × ${rows[0]?.length ?? 0}, and it must be ${shape}.`,
      zh: `${name} 是 ${rows.length} × ${rows[0]?.length ?? 0}，应当是 ${shape}。`,
    });
  }
}

export default defineWidget({
  id: 'multiplicative-attention/walk',
  title: { en: 'Two states read four words', zh: '两个状态读四个词' },
  provenance: {
    en: 'Constructed: small whole numbers, to be checked by hand. Not shown: concat multiplies the source by the identity and adds up the hidden units, Wₚ is the identity, and context and state are added under the last tanh.',
    zh: '人为构造：都是可以手算的小整数。没有列出的参数：concat 对源状态乘单位矩阵，并把隐藏单元直接相加；Wₚ 是单位矩阵，最后一个 tanh 里是上下文与状态之和。',
  },
  mechanism: 'multiplicative-attention',
  controls: {
    score: scoreControl('general'),
    reach: reachControl('local-p'),
    D: range({ label: { en: 'half-width D', zh: '半宽 D' }, min: 1, max: 4, step: 1, value: 2 }),
    h: matrix({
      label: { en: 'H, states of the decoder', zh: '解码器的状态 H' },
      symbol: 'H',
      scale: 'query',
      maxRows: 4,
      value: [
        [1, 0],
        [0, 1],
      ],
    }),
    memory: matrix({
      label: { en: 'M, states of the encoder', zh: '编码器的状态 M' },
      symbol: 'M',
      scale: 'key',
      maxRows: 6,
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
        [-1, 2],
      ],
    }),
    wa: matrix({
      label: { en: 'Wₐ, of general and concat', zh: 'general 和 concat 的 Wₐ' },
      symbol: 'Wa',
      value: [
        [0, 1],
        [1, 0],
      ],
    }),
    vp: matrix({
      label: { en: 'vₚ, of local-p', zh: 'local-p 的 vₚ' },
      symbol: 'vp',
      maxRows: 1,
      value: [[-1, 1]],
    }),
  },
  compute({ score, reach, D, h, memory, wa, vp }) {
    mustFit({ H: h, M: memory, Wa: wa, vp }, ['Wa']);
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const va = [[1, 1]];
    const joined = wa.map((row, i) => [...row, ...(identity[i] ?? [])]);
    const wc = identity.map((row) => [...row, ...row]);
    const multiplied = score === 'concat' ? joined : wa;
    const trace = traceOf(h, memory, {
      score,
      reach,
      D,
      wa: tensor(multiplied),
      va: tensor(va),
      wp: tensor(identity),
      vp: tensor(vp),
      wc: tensor(wc),
    });
    const matrices: Record<string, Matrix> = { ...trace, wa: multiplied, va, wc };
    return {
      matrices,
      axes: { queries: numbered('h', h.length), keys: memory.map((_, s) => String(s + 1)) },
      context: { score, reach, D },
    };
  },
  figures: walk<Choices, Context>(steps),
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, x) => sum + x, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}`
      : `Sum of each row of weights: ${sums.join(', ')}`;
  },
});
