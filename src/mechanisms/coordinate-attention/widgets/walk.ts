// The whole formula on the reader's picture: strips, the shared convolution, normalisation, activation, gates, output.
import { picture } from '../../../figures/picture.ts';
import { walk, type Step } from '../../../figures/walk.ts';
import { handlesOf } from '../../../figures/picture.ts';
import { choice } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import {
  channelControl,
  channelNames,
  gainControl,
  mapsOf,
  opacityControl,
  parametersFor,
  pictureControl,
  provenance,
  seedControl,
  side,
} from '../features.ts';
import { steps, stripNames, type Choices, type Context } from '../trace.ts';
import { traceOf } from '../traces.ts';

const grid = 8;

const walkSteps: Record<string, Step<Choices, Context>> = {
  x: {
    title: { en: 'The channel', zh: '所看的通道' },
    formula: String.raw`x_c\colon H\times W`,
    scale: 'scores',
    axes: ['rows', 'columns'],
  },
  ...steps,
};

export default defineWidget({
  id: 'coordinate-attention/walk',
  title: { en: 'Your picture, step by step', zh: '你的图片，一步一步' },
  provenance,
  mechanism: 'coordinate-attention',
  controls: {
    picture: pictureControl,
    channel: channelControl,
    opacity: opacityControl,
    activation: choice({
      label: { en: 'activation', zh: '激活函数' },
      options: { hswish: { en: 'h-swish', zh: 'h-swish' }, relu: { en: 'ReLU', zh: 'ReLU' } },
      value: 'hswish',
    }),
    gain: gainControl,
    seed: seedControl,
  },
  compute({ picture: image, channel, activation, gain, seed }, lang) {
    const x = mapsOf(image, grid);
    const parameters = parametersFor(seed, gain, grid);
    const { plane: planes, output: outputs, ...rest } = traceOf(x, parameters, activation);
    const shown = channel - 1;
    const [map = [], plane = [], output = []] = [x, planes, outputs].map((all) => all[shown] ?? []);
    const channels = channelNames(lang);
    return {
      matrices: { x: map, ...rest, plane, output },
      axes: { ...stripNames(grid, grid), channels },
      context: { x, channel: shown, parameters },
      plane,
      name: channels[shown] ?? '',
    };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'The gate plane over the picture', zh: '叠在图片上的门控平面' },
      type: picture,
      data: ({ plane, name }, { picture: image, opacity }, lang) => ({
        label: lang === 'zh' ? '图片与门控平面' : 'the picture and the gate plane',
        side,
        pixels: pixelsOf(image, side),
        overlay: {
          name: lang === 'zh' ? `“${name}”的门` : `gates of “${name}”`,
          values: plane,
          scale: 'weights',
          opacity,
        },
        handles: handlesOf(partsOf(image), lang),
      }),
      drag: (point, { picture: image }, _trace, part) => ({ picture: movePart(image, part, point) }),
    },
    ...walk<Choices, Context>(walkSteps),
  ],
  goals: {
    // Gates that are nearly the same everywhere: nothing in the last convolutions.
    even: ({ plane }) => plane.flat().every((gate) => Math.abs(gate - 0.25) < 0.02),
  },
  readout({ plane, name, context: { channel }, matrices: { gh = [], gw = [] } }, _params, lang) {
    const range = (gates: readonly number[]): string =>
      `${fixed(Math.min(...gates))}${lang === 'zh' ? '～' : '…'}${fixed(Math.max(...gates))}`;
    const [rows, columns, all] = [gh[channel] ?? [], gw[channel] ?? [], plane.flat()];
    const total = fixed(
      all.reduce((sum, gate) => sum + gate, 0),
      1,
    );
    return lang === 'zh'
      ? `通道“${name}”：行的门 ${range(rows)}，列的门 ${range(columns)}，乘积 ${range(all)}；64 个门之和为 ${total}，不是 1。`
      : `Channel “${name}”: gates of rows ${range(rows)}, of columns ${range(columns)}, products ${range(all)}. The 64 gates sum to ${total}, not to 1.`;
  },
});
