// The sinusoidal encoding: one vector for each position, each pair of its features a hand that turns at its own speed.
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { plane } from '../../../figures/plane.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { matrices, type Matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { sinusoidalEncoding } from '../kernel.ts';
import { baseControl } from '../trace.ts';

const positions = 24;

/** What a column holds: `sin 1`, `cos 1`, `sin 2` …; the column of zeros of an odd d holds nothing. */
function names(d: number, layout: 'interleaved' | 'halves', spacing: 'paper' | 'tensor2tensor'): string[] {
  const pairs = spacing === 'paper' ? Math.ceil(d / 2) : Math.max(1, Math.floor(d / 2));
  const of = (wave: string) => positionsAfter(1, pairs).map((i) => `${wave} ${i}`);
  const [sines, cosines] = [of('sin'), of('cos')];
  const all =
    layout === 'halves' ? [...sines, ...cosines] : sines.flatMap((sine, i) => [sine, cosines[i] ?? '']);
  return positionsAfter(0, d).map((column) => all[column] ?? '0');
}

export default defineWidget({
  id: 'positional-encoding/encoding',
  title: { en: 'A vector for each position', zh: '每个位置一个向量' },
  mechanism: 'positional-encoding',
  controls: {
    position: range({
      label: { en: 'position p', zh: '位置 p' },
      min: 0,
      max: positions - 1,
      step: 1,
      value: 7,
    }),
    pair: range({ label: { en: 'pair of features', zh: '第几对特征' }, min: 1, max: 8, step: 1, value: 1 }),
    d: range({ label: { en: 'features d', zh: '特征数 d' }, min: 2, max: 16, step: 1, value: 8 }),
    base: baseControl(),
    layout: choice({
      label: { en: 'order of the features', zh: '特征的次序' },
      options: {
        interleaved: { en: 'sin, cos, sin, cos …', zh: 'sin、cos 交错' },
        halves: { en: 'all sines, then all cosines', zh: '先 sin 后 cos' },
      },
      value: 'interleaved',
    }),
    spacing: choice({
      label: { en: 'speeds', zh: '快慢的取法' },
      options: {
        paper: { en: 'as in the paper', zh: '按论文' },
        tensor2tensor: { en: 'as in tensor2tensor', zh: '按 tensor2tensor' },
      },
      value: 'paper',
    }),
  },
  compute({ position, pair, d, base, layout, spacing }) {
    const options = { base: 10 ** base, layout, spacing };
    const { all } = matrices(() => ({ all: sinusoidalEncoding(positionsAfter(0, positions), d, options) }));
    const labels = names(d, layout, spacing);
    const shown = Math.min(pair, labels.filter((label) => label.startsWith('sin')).length);
    const column = (name: string): number => labels.indexOf(`${name} ${shown}`);
    const [sine, cosine] = [column('sin'), column('cos')];
    const row = all[position] ?? [];
    // The angle from one position to the next, read off the encoding itself: an odd column has no cosine.
    const rate =
      spacing === 'paper' ? (2 * (shown - 1)) / d : (shown - 1) / Math.max(1, Math.floor(d / 2) - 1);
    return {
      columns: (all[0] ?? []).map((_, feature) => all.map((vector) => vector[feature] ?? 0)) as Matrix,
      labels,
      row,
      shown,
      sine: row[sine] ?? 0,
      cosine: row[cosine] ?? 0,
      turn: (2 * Math.PI) / (10 ** base) ** -rate,
    };
  },
  figures: [
    {
      name: 'hand',
      title: { en: 'One pair, as a hand', zh: '一对特征，像一根指针' },
      caption: {
        en: 'From one position to the next the hand turns by the same angle.',
        zh: '位置每前进一格，指针转过同样的角度。',
      },
      type: plane,
      data: ({ sine, cosine }, _params, lang) => ({
        extent: 1.25,
        xTitle: lang === 'zh' ? '余弦' : 'cosine',
        yTitle: lang === 'zh' ? '正弦' : 'sine',
        vectors: [
          {
            label: 'p',
            x: cosine,
            y: sine,
            color: 'var(--scale-positive)',
            width: 3,
          },
        ],
      }),
    },
    {
      name: 'vector',
      title: { en: 'The encoding of the position', zh: '这个位置的编码' },
      type: bars,
      data: ({ row, labels }, _params, lang) => ({
        labels,
        values: row,
        title: lang === 'zh' ? '值' : 'value',
        labelTitle: lang === 'zh' ? '特征' : 'feature',
        domain: [-1, 1],
        color: 'var(--scale-positive)',
      }),
    },
    {
      name: 'all',
      title: { en: 'The first 24 positions', zh: '前 24 个位置' },
      caption: {
        en: 'Each column is the encoding of a position. The upper rows wave fast, the lower ones slowly.',
        zh: '每一列是一个位置的编码。靠上的行变得快，靠下的行变得慢。',
      },
      formula: String.raw`\sym{encoding}{P}`,
      type: heatmap,
      data: ({ columns, labels }, _params, lang) => ({
        values: columns,
        rows: labels,
        columns: positionsAfter(0, positions).map(String),
        rowTitle: lang === 'zh' ? '特征' : 'features',
        columnTitle: lang === 'zh' ? '位置' : 'positions',
        scale: 'scores',
        extent: 1,
      }),
    },
  ],
  readout({ turn, shown, sine, cosine }, { position }, lang) {
    const [y, x, period] = [fixed(sine, 3), fixed(cosine, 3), turn < 1e4 ? fixed(turn, 1) : fixed(turn, 0)];
    return lang === 'zh'
      ? `位置 ${position}，第 ${shown} 对：sin ${y}，cos ${x}。这一对转一圈，要走 ${period} 个位置。`
      : `Position ${position}, pair ${shown}: sin ${y}, cos ${x}. This pair comes round once in ${period} positions.`;
  },
});
