// The formula, step by step: three equal queries, three equal keys, four features in two pairs.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { rotaryAttention } from '../kernel.ts';
import { baseControl, steps, type Choices, type Context } from '../trace.ts';

const numbered = (letter: string, count: number, from: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letter} @ ${from + i}`);

export default defineWidget({
  id: 'rotary-embedding/walk',
  title: { en: 'From queries and keys to the output', zh: '从查询和键到输出' },
  provenance: {
    en: 'Constructed: the same query and the same key at three positions, to be checked by hand. The number after @ is the position.',
    zh: '人为构造：三个位置上是同样的查询、同样的键，可以手算核对。@ 后面是位置。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    q: matrix({
      label: { en: 'Q, queries', zh: '查询 Q' },
      symbol: 'Q',
      scale: 'query',
      value: Array.from({ length: 3 }, () => [1, 0, 1, 0]),
    }),
    k: matrix({
      label: { en: 'K, keys', zh: '键 K' },
      symbol: 'K',
      scale: 'key',
      value: Array.from({ length: 3 }, () => [1, 0, 1, 0]),
    }),
    v: matrix({
      label: { en: 'V, values', zh: '值 V' },
      symbol: 'V',
      scale: 'value',
      value: [
        [10, 0],
        [0, 10],
        [5, 5],
      ],
      step: 1,
    }),
    past: range({
      label: { en: 'position of the first query', zh: '第一个查询的位置' },
      min: 0,
      max: 20,
      step: 1,
      value: 0,
    }),
    base: baseControl({ value: 2 }),
    layout: choice({
      label: { en: 'pairs', zh: '配对' },
      options: {
        interleaved: { en: 'neighbours', zh: '相邻' },
        halves: { en: 'halves', zh: '两半' },
      },
      value: 'interleaved',
    }),
  },
  compute({ past, base, layout, q, k, v }) {
    const dims = q[0]?.length ?? 0;
    if (dims % 2 !== 0 || k[0]?.length !== dims || k.length !== v.length) {
      throw new InputProblem({
        en: 'Queries and keys need the same even number of columns, because features turn in pairs; each key needs one value.',
        zh: '特征成对转动，所以查询和键的列数要相同，而且是偶数；每个键对应一个值。',
      });
    }
    const trace = matrices(() =>
      rotaryAttention(tensor(q), tensor(k), tensor(v), { past, layout, base: 10 ** base }),
    );
    return {
      matrices: { q, k, v, ...trace },
      axes: { queries: numbered('q', q.length, past), keys: numbered('k', k.length, 0) },
      context: {
        scale: 1 / Math.sqrt(dims),
        normalize: 'rows' as const,
        base: 10 ** base,
        layout,
        dims,
        starts: [past, 0] as const,
      },
    };
  },
  figures: walk<Choices, Context>(steps),
  readout({ matrices: { products = [] } }, { past }, lang) {
    const row = (products[0] ?? []).map((product, j) =>
      lang === 'zh'
        ? `距离 ${past - j < 0 ? '−' : ''}${Math.abs(past - j)} 得 ${fixed(product, 3)}`
        : `${fixed(product, 3)} at distance ${past - j < 0 ? '−' : ''}${Math.abs(past - j)}`,
    );
    return lang === 'zh'
      ? `第一个查询的点积：${row.join('，')}。`
      : `Products of the first query: ${row.join(', ')}.`;
  },
});
