// Which version? A common wrong implementation beside the right one, with the same parameters where both have them.
import { sub, tidy } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { channelsOf } from '../../../math/feature-map.ts';
import { bank } from '../../../math/filter-bank.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { channelMaps, channelNames, featuresOf, measured, opacityControl, overPicture, pictureControl } from '../image.ts'; // prettier-ignore
import { cbam } from '../kernel.ts';
import { drawFilter, drawMlp, filterOf, mlpOf } from '../parameters.ts';
import { parameterCount, runVersion, wrong, type Version } from '../versions.ts';

const C = bank.length;
const ratio = 4;

interface Shown {
  readonly right: Matrix;
  readonly other: Matrix;
  readonly gates: readonly [Matrix[number], Matrix[number]];
  readonly apart: readonly Matrix[];
}

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));
const differences = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((x, i) => x - (b[i] ?? Number.NaN));

export default defineWidget({
  id: 'cbam/versions',
  title: { en: 'Which version?', zh: '哪个版本？' },
  provenance: {
    en: 'Random: the parameters, from the seed, the same in both versions where both have them. Batch normalisation has the statistics of the right one. Nothing is trained.',
    zh: '参数由随机种子生成，两个版本都有的参数取同样的值；批归一化的统计量取自正确的版本。没有经过训练。',
  },
  mechanism: 'cbam',
  controls: {
    picture: pictureControl,
    version: choice<Version>({
      label: { en: 'beside it', zh: '对照的版本' },
      options: wrong,
      value: 'concatenated',
    }),
    opacity: opacityControl,
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 6 }),
  },
  compute({ picture, version, seed }): Shown {
    let read!: Shown;
    tidy(() => {
      const x = featuresOf(picture);
      const filter = filterOf(drawFilter(7, seed));
      const channel = mlpOf(drawMlp(C, C / ratio, seed));
      const parameters = measured(x, channel, filter, 1.5);
      const right = cbam(x, parameters);
      const other = runVersion(version, x, parameters, {
        one: matrix(randomMatrix(C, 2 * C, 500 + seed)),
        second: mlpOf(drawMlp(C, C / ratio, 100 + seed)),
      });
      read = {
        right: toMatrix(right.spatialGates),
        other: toMatrix(other.spatialGates),
        gates: [Array.from(right.channelGates.dataSync()), Array.from(other.channelGates.dataSync())],
        apart: channelsOf(sub(other.output, right.output)),
      };
    });
    return read;
  },
  figures: [
    overPicture(
      { name: 'right', title: { en: 'Places by CBAM', zh: 'CBAM 的位置门' } },
      ({ right }: Shown) => right,
    ),
    overPicture(
      { name: 'other', title: { en: 'Places by the other version', zh: '对照版本的位置门' } },
      ({ other }: Shown) => other,
    ),
    {
      name: 'gates',
      title: { en: 'Gates of the channels', zh: '通道的门' },
      type: heatmap,
      data: ({ gates: [right, other] }: Shown, _params, lang) => ({
        values: right.map((g, c) => [g, other[c] ?? Number.NaN]),
        rows: channelNames(lang),
        columns: ['CBAM', lang === 'zh' ? '对照' : 'other'],
        rowTitle: lang === 'zh' ? '通道' : 'channels',
        columnTitle: '',
        scale: 'weights',
      }),
    },
    channelMaps(
      {
        name: 'apart',
        title: { en: 'Other output minus CBAM’s', zh: '对照版本的输出减去 CBAM 的输出' },
        caption: {
          en: 'The full colour is a difference of 0.2.',
          zh: '差到 0.2 就是最浓的颜色。',
        },
      },
      'scores',
      ({ apart }: Shown) => ({ maps: apart, extent: 0.2 }),
    ),
    {
      name: 'numbers',
      title: { en: 'What the difference comes to', zh: '差别有多大' },
      type: numbers,
      data: ({ right, other, gates, apart }: Shown, { version }, lang) => ({
        head: lang === 'zh' ? ['量', 'CBAM', '对照'] : ['quantity', 'CBAM', 'other'],
        rows: [
          {
            label: lang === 'zh' ? `参数，C = ${C}，r = ${ratio}` : `parameters, C = ${C}, r = ${ratio}`,
            values: [parameterCount('cbam', C, ratio), parameterCount(version, C, ratio)],
          },
          {
            label: lang === 'zh' ? '参数，C = 256，r = 16' : 'parameters, C = 256, r = 16',
            values: [parameterCount('cbam', 256, 16), parameterCount(version, 256, 16)],
          },
          {
            label: lang === 'zh' ? '通道门之和' : 'sum of the gates of channels',
            values: gates.map((row) => row.reduce((a, b) => a + b, 0)),
          },
          {
            label: lang === 'zh' ? '位置门之和' : 'sum of the gates of places',
            values: [right, other].map((map) => map.flat().reduce((a, b) => a + b, 0)),
          },
          {
            label: lang === 'zh' ? '输出的最大差' : 'largest difference of the output',
            values: [0, largest(apart.flat(2))],
          },
        ],
        show: (x: number) => (Number.isInteger(x) ? count(x) : fixed(x)),
      }),
    },
  ],
  readout({ right, other, gates, apart }, _params, lang) {
    const [what, where, out] = [
      largest(differences(...gates)),
      largest(differences(right.flat(), other.flat())),
      largest(apart.flat(2)),
    ].map((x) => fixed(x, 3));
    return lang === 'zh'
      ? `最大的差：通道门 ${what}，位置门 ${where}，输出 ${out}。`
      : `Largest difference: gates of channels ${what}, gates of places ${where}, output ${out}.`;
  },
});
