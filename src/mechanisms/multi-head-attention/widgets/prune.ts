// Heads switched off by zeros in their columns of W_O: what each adds to the output, and what is missing without it.
import { bars } from '../../../figures/bars.ts';
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import type { Lang } from '../../../widget/text.ts';
import {
  attend,
  drawParameters,
  drawTokens,
  features,
  input,
  randomVectors,
  seedControl,
} from '../sentence.ts';

const heads = 4;
const width = features / heads;

const length = (matrix: Matrix): number => Math.hypot(...matrix.flat());

/** The heads side by side through W_O, with zeros in the columns of W_O that belong to heads that are off. */
const through = (joined: Matrix, wo: Matrix, on: readonly boolean[]): Matrix =>
  joined.map((row) =>
    wo.map((columns) =>
      columns.reduce((sum, w, j) => (on[Math.floor(j / width)] === true ? sum + w * (row[j] ?? 0) : sum), 0),
    ),
  );

const headSwitch = (head: number, value = true) =>
  toggle({ label: { en: `head ${head}`, zh: `头 ${head}` }, value });

const map = (values: Matrix, tokens: readonly string[], extent: number, lang: Lang): HeatmapData => ({
  values,
  rows: tokens,
  columns: Array.from({ length: features }, (_, j) => String(j + 1)),
  rowTitle: lang === 'zh' ? '查询' : 'queries',
  columnTitle: lang === 'zh' ? '特征' : 'features',
  scale: 'output',
  extent,
});

export default defineWidget({
  id: 'multi-head-attention/prune',
  title: { en: 'Switch a head off', zh: '关掉一个头' },
  provenance: randomVectors,
  mechanism: 'multi-head-attention',
  controls: {
    text: input,
    first: headSwitch(1),
    second: headSwitch(2, false),
    third: headSwitch(3),
    fourth: headSwitch(4),
    seed: { ...seedControl, value: 5 },
  },
  compute({ text: line, first, second, third, fourth, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const drawn = drawParameters(seed);
    const x = drawTokens(tokens, lang, seed);
    const on = [first, second, third, fourth];
    const { joined, output: all } = attend(x, x, drawn, { heads });
    const outputOf = (which: readonly boolean[]): Matrix => through(joined, drawn.wo, which);
    const kept = outputOf(on);
    const missing = all.map((row, i) => row.map((y, j) => y - (kept[i]?.[j] ?? 0)));
    const shares = on.map((_, head) => length(outputOf(on.map((_other, h) => h === head))) / length(all));
    const extent = Math.max(...all.flat().map(Math.abs));
    return { tokens, on, kept, missing, shares, extent, moved: length(missing) / length(all) };
  },
  figures: [
    {
      name: 'shares',
      title: { en: 'What each head adds', zh: '每个头的贡献' },
      formula: String.raw`\lVert H_i{W_i^O}^{\top}\rVert/\lVert\O \rVert`,
      type: bars,
      data: ({ shares, on }, _params, lang) => ({
        labels: shares.map((_, i) => {
          const name = lang === 'zh' ? `头 ${i + 1}` : `head ${i + 1}`;
          if (on[i] === true) return name;
          return lang === 'zh' ? `${name}（关）` : `${name} (off)`;
        }),
        values: shares,
        title: lang === 'zh' ? '占全部输出的长度' : 'of the length of the whole output',
        labelTitle: lang === 'zh' ? '头' : 'head',
        domain: [0, 2],
        color: 'var(--scale-output)',
      }),
    },
    {
      name: 'kept',
      title: { en: 'Output of the heads that are on', zh: '开着的头的输出' },
      formula: String.raw`\O`,
      type: heatmap,
      data: ({ kept, tokens, extent }, _params, lang) => map(kept, tokens, extent, lang),
    },
    {
      name: 'missing',
      title: { en: 'What is missing', zh: '少掉的部分' },
      type: heatmap,
      data: ({ missing, tokens, extent }, _params, lang) => map(missing, tokens, extent, lang),
    },
  ],
  goals: {
    // One head off, and it is the one that adds least.
    least: ({ on, shares }) =>
      on.filter((is) => !is).length === 1 && shares[on.indexOf(false)] === Math.min(...shares),
  },
  readout({ on, moved }, _params, lang) {
    const off = on.flatMap((is, i) => (is ? [] : [i + 1]));
    const change = `${fixed(100 * moved, 0)}%`;
    if (off.length === 0) return lang === 'zh' ? '四个头都开着。' : 'All four heads are on.';
    return lang === 'zh'
      ? `关掉的头：${off.join('、')}。输出少掉的部分，长度是原来输出的 ${change}。`
      : `Off: ${off.join(', ')}. What is missing from the output is ${change} as long as the whole output was.`;
  },
});
