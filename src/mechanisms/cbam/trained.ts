// What the widgets of the trained network share: its name, how its maps are shown over a picture, and the words for what is seen.
import type { PictureData } from '../../figures/picture.ts';
import type { Matrix } from '../../math/tensor.ts';
import { results } from '../../models/drawings/results.ts';
import { count, fixed } from '../../widget/format.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';

/** What a pixel can show, in the order of the measurements. */
export const shownNames: readonly Text[] = [
  { en: 'background', zh: '背景' },
  { en: 'head', zh: '头' },
  { en: 'body', zh: '身体' },
  { en: 'tail', zh: '尾巴' },
  { en: 'other shapes', zh: '其他形状' },
];

/** The two places of CBAM in the network. */
export const cbams = {
  first: { en: 'first, 16 × 16', zh: '第一个，16 × 16' },
  second: { en: 'second, 8 × 8', zh: '第二个，8 × 8' },
} satisfies Readonly<Record<string, Text>>;

export type Which = keyof typeof cbams;
export const indexOf = (which: Which): number => Object.keys(cbams).indexOf(which);

export const percent = (share: number, digits = 0): string =>
  `${fixed(100 * share, share === 0 || share === 1 ? 0 : digits)}\u202f%`;

/** A probability, which is never quite 0 or 1. */
export const chance = (p: number): string =>
  p > 0.999 ? '> 99.9\u202f%' : p < 0.001 ? '< 0.1\u202f%' : percent(p, 1);

export const mean = (list: readonly number[]): number =>
  list.reduce((sum, x) => sum + x, 0) / Math.max(1, list.length);

const { parameters, steps, batch, drawings, held, minutes, torch, runs } = results;

export const provenance: Text = {
  en: `Trained: train.py, PyTorch ${torch}; ${count(parameters.cbam)} parameters, ${count(steps)} steps of ${batch} out of ${count(drawings)} drawings by the program; ${runs.length} trainings with CBAM and ${runs.length} without, ${fixed(minutes, 0)} minutes in all on one core. The page holds the first, and the same network before training; parameters are stored as bytes. Shares were measured on ${count(held)} drawings that training never showed.`,
  zh: `训练得到：train.py，PyTorch ${torch}；参数 ${count(parameters.cbam)} 个，共 ${count(steps)} 步，每步从程序画的 ${count(drawings)} 幅图里取 ${batch} 幅；带 CBAM 和不带的各训练 ${runs.length} 次，单核共 ${fixed(minutes, 0)} 分钟。本页所带的是第一次训练的网络，以及它训练之前的样子；参数以字节存储。各项比例都在训练时没有的 ${count(held)} 幅图上测得。`,
};

/** On which scale a map is shown: from its own smallest gate to its largest, or from 0 to 1. */
export type Show = 'own' | 'gate';

/** A map of gates as an overlay of a picture, with the numbers behind each cell. */
export function overlayOf(
  gates: Matrix,
  show: Show,
  opacity: number,
  lang: Lang,
): Required<Pick<PictureData, 'overlay' | 'explain'>> {
  const cells = gates.flat();
  const middle = mean(cells);
  const [low, high] = [Math.min(...cells), Math.max(...cells)];
  const name = pick({ en: 'gate', zh: '门' }, lang);
  const words = (row: number, column: number): string => {
    const gate = gates[row]?.[column] ?? 0;
    const apart = fixed(Math.abs(gate - middle), 3);
    return lang === 'zh'
      ? `门[${row + 1}, ${column + 1}] = ${fixed(gate, 3)}，比这张图的均值${gate < middle ? '低' : '高'} ${apart}`
      : `gate[${row + 1}, ${column + 1}] = ${fixed(gate, 3)}, ${apart} ${gate < middle ? 'below' : 'above'} the mean of the map`;
  };
  const onOwnScale = (gate: number): number => (gate - low) / Math.max(1e-12, high - low);
  return {
    overlay: {
      name:
        show === 'gate'
          ? name
          : pick({ en: 'gate, from the smallest to the largest', zh: '门，从最小到最大' }, lang),
      values: show === 'gate' ? gates : gates.map((row) => row.map(onOwnScale)),
      scale: 'weights',
      extent: 1,
      opacity,
    },
    explain: (row, column) => ({ text: words(row, column) }),
  };
}
