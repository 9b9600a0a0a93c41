// One score moves: what soft attention, argmax and a sample do with it.
import { curves } from '../../../figures/curves.ts';
import { hardAttention } from '../../../mechanisms/hard-attention/kernel.ts';
import { softAttention } from '../../../mechanisms/soft-attention/kernel.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';

const values = [0, 10, 20];
const others = [Math.log(3), Math.log(2)];
const low = -3;
const high = 5;
const grid = Array.from({ length: 161 }, (_, i) => low + (i * (high - low)) / 160);

interface Lines {
  readonly soft: readonly number[];
  readonly argmax: readonly number[];
  /** Standard deviation of one sample. */
  readonly deviation: readonly number[];
}

function linesAt(scores: readonly number[], temperature: number): Lines {
  const rows: Matrix = scores.map((score) => [score, ...others]);
  const column: Matrix = values.map((value) => [value]);
  const { weights, output, argmax } = matrices(() => {
    const soft = softAttention(matrix(rows), matrix(column), { temperature });
    const hard = hardAttention(matrix(rows), matrix(column), { choose: 'argmax' });
    return { weights: soft.weights, output: soft.output, argmax: hard.output };
  });
  const soft = output.map(([x = 0]) => x);
  const deviation = weights.map((row, i) => {
    const square = row.reduce((sum, a, j) => sum + a * (values[j] ?? 0) ** 2, 0);
    return Math.sqrt(Math.max(0, square - (soft[i] ?? 0) ** 2));
  });
  return { soft, argmax: argmax.map(([x = 0]) => x), deviation };
}

export default defineWidget({
  id: 'soft-vs-hard/slope',
  title: { en: 'Move one score', zh: '只动一个分数' },
  provenance: {
    en: 'Constructed: three locations with the values 0, 10, 20; the scores of the last two are ln 3 and ln 2.',
    zh: '人为构造：三个位置，值为 0、10、20；后两个位置的分数是 ln 3 和 ln 2。',
  },
  mechanism: 'soft-attention',
  controls: {
    score: range({
      label: { en: 'score of the value 0', zh: '值 0 的分数' },
      min: low,
      max: high,
      step: 0.05,
      value: 1.6,
    }),
    power: range({
      label: { en: 'temperature τ', zh: '温度 τ' },
      min: -4,
      max: 3,
      step: 0.25,
      value: 0,
      show: (power) => (2 ** power).toFixed(2),
    }),
  },
  compute({ score, power }) {
    const temperature = 2 ** power;
    const lines = linesAt(grid, temperature);
    const step = 0.01;
    const here = linesAt([score, score - step, score + step], temperature);
    const slope = (y: readonly number[]): number => ((y[2] ?? 0) - (y[1] ?? 0)) / (2 * step);
    return { lines, here, slopes: { soft: slope(here.soft), argmax: slope(here.argmax) } };
  },
  figures: [
    {
      name: 'outputs',
      title: { en: 'The output as the score moves', zh: '分数移动时的输出' },
      caption: {
        en: 'The band is one standard deviation of a single sample to each side; the mean of samples is the soft curve. Drag the ring.',
        zh: '色带是单次抽取上下各一个标准差；抽取的平均就是软的曲线。圆环可以拖动。',
      },
      type: curves,
      data: ({ lines, here }, { score }, lang) => {
        const zh = lang === 'zh';
        const { soft, argmax, deviation } = lines;
        return {
          x: grid,
          xTitle: zh ? '值 0 的分数' : 'score of the value 0',
          yTitle: zh ? '输出' : 'output',
          yDomain: [-5, 25],
          at: score,
          bands: [
            {
              color: 'var(--scale-weights)',
              titles: zh
                ? ['减一个标准差', '加一个标准差']
                : ['minus one standard deviation', 'plus one standard deviation'],
              lower: soft.map((y, i) => y - (deviation[i] ?? 0)),
              upper: soft.map((y, i) => y + (deviation[i] ?? 0)),
            },
          ],
          curves: [
            { label: zh ? '软' : 'soft', color: 'var(--scale-weights)', y: soft },
            { label: 'argmax', color: 'var(--scale-negative)', dash: '6 4', y: argmax },
          ],
          handle: { x: score, y: here.soft[0] ?? 0, label: zh ? '值 0 的分数' : 'score of the value 0' },
        };
      },
      drag: ({ x }) => ({ score: x }),
    },
  ],
  readout({ here, slopes }, _params, lang) {
    const [soft, argmax, deviation] = [here.soft[0], here.argmax[0], here.deviation[0]].map((x) =>
      fixed(x ?? 0),
    );
    return lang === 'zh'
      ? `软：输出 ${soft}，斜率 ${fixed(slopes.soft)}。argmax：输出 ${argmax}，斜率 ${fixed(slopes.argmax)}。单次抽取的标准差：${deviation}。`
      : `Soft: output ${soft}, slope ${fixed(slopes.soft)}. Argmax: output ${argmax}, slope ${fixed(slopes.argmax)}. One sample has a standard deviation of ${deviation}.`;
  },
});
