// A network that was trained to know cats looks at a picture: its verdict, its maps beside those before training, its channels.
import { maps } from '../../../figures/maps.ts';
import { numbers } from '../../../figures/numbers.ts';
import { handlesOf, picture as pictureKind, type PictureData } from '../../../figures/picture.ts';
import { paint, side, siteCat } from '../../../models/drawings/drawing.ts';
import { attend, look, type Attended, type Verdict } from '../../../models/drawings/model.ts';
import { shares, type Shares } from '../../../models/drawings/shares.ts';
import { choice, image, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { kindOf, movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { pick, type Lang, type Text } from '../../../widget/text.ts';
import { cbams, chance, indexOf, overlayOf, percent, provenance, shownNames, type Show } from '../trained.ts';

interface Seen {
  readonly key: string;
  readonly pixels: Float32Array;
  readonly verdict: Verdict;
  /** The CBAM that is looked at, in both networks. */
  readonly at: { readonly trained: Attended; readonly untrained: Attended };
  /** What each pixel shows; null where the picture is not the cat. */
  readonly parts: Uint8Array | null;
}

/** The last picture is kept: other controls only show more of it. */
let kept: Seen | undefined;

function see(picture: string, cbam: number): Seen {
  const key = `${cbam} ${picture}`;
  if (kept?.key === key) return kept;
  const pixels = pixelsOf(picture, side);
  const verdict = look(pixels, 'trained');
  const at = Object.fromEntries(partsOf(picture).map(({ name, x, y }) => [name, [x, y]]));
  kept = {
    key,
    pixels,
    verdict,
    at: { trained: verdict.cbams[cbam]!, untrained: attend(pixels, 'untrained', cbam) },
    parts: kindOf(picture) === 'cat' ? paint(siteCat(at)).parts : null,
  };
  return kept;
}

interface Options {
  readonly picture: string;
  readonly show: Show;
  readonly opacity: number;
}

/** The picture under a network’s map, with handles for its parts. */
function pictureOf(
  { pixels }: Seen,
  gates: Verdict['cbams'][number]['spatialGates'],
  { picture, show, opacity }: Options,
  label: Text,
  lang: Lang,
): PictureData {
  const handles = handlesOf(partsOf(picture), lang);
  return { label: pick(label, lang), side, pixels, handles, ...overlayOf(gates, show, opacity, lang) };
}

export default defineWidget({
  id: 'cbam/trained-cat',
  title: { en: 'Is this a cat?', zh: '这是猫吗？' },
  provenance,
  mechanism: 'cbam',
  controls: {
    picture: image({ label: { en: 'picture', zh: '图片' }, value: 'cat' }),
    cbam: choice({ label: { en: 'which CBAM', zh: '哪个 CBAM' }, options: cbams, value: 'first' }),
    show: choice({
      label: { en: 'scale of the maps', zh: '空间图的标尺' },
      options: {
        own: { en: 'smallest to largest gate', zh: '从最小到最大的门' },
        gate: { en: '0 to 1', zh: '0 到 1' },
      },
      value: 'own',
    }),
    opacity: range({
      label: { en: 'opacity of the map', zh: '图的不透明度' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 0.7,
    }),
    channels: choice({
      label: { en: 'channels of the network', zh: '看哪个网络的通道' },
      options: {
        trained: { en: 'trained', zh: '训练后' },
        untrained: { en: 'before training', zh: '训练前' },
      },
      value: 'trained',
    }),
  },
  compute({ picture, cbam }) {
    const seen = see(picture, indexOf(cbam));
    const of = ({ spatialGates }: Attended): Shares | null =>
      seen.parts === null ? null : shares(spatialGates, seen.parts);
    return { ...seen, shares: { trained: of(seen.at.trained), untrained: of(seen.at.untrained) } };
  },
  figures: [
    {
      name: 'learned',
      title: { en: 'Spatial map, trained', zh: '空间图，训练后' },
      caption: {
        en: 'The bluer, the larger the gate. Drag head, body and tail.',
        zh: '越蓝，门越大。拖动头、身体和尾巴。',
      },
      type: pictureKind,
      data: (seen, params, lang) =>
        pictureOf(seen, seen.at.trained.spatialGates, params, { en: 'The picture under the trained map', zh: '图片，上面是训练后的空间图' }, lang), // prettier-ignore
      drag: (point, { picture }, _trace, name) => ({ picture: movePart(picture, name, point) }),
    },
    {
      name: 'random',
      title: { en: 'Spatial map before training', zh: '空间图，训练前' },
      caption: {
        en: 'The same network with its random first parameters.',
        zh: '同一个网络，参数还是最初的随机数。',
      },
      type: pictureKind,
      data: (seen, params, lang) =>
        pictureOf(seen, seen.at.untrained.spatialGates, params, { en: 'The picture under the map before training', zh: '图片，上面是训练前的空间图' }, lang), // prettier-ignore
      drag: (point, { picture }, _trace, name) => ({ picture: movePart(picture, name, point) }),
    },
    {
      name: 'parts',
      title: { en: 'What the map marks in this drawing', zh: '在这幅画里，空间图标出了什么' },
      caption: {
        en: 'Of all that a map has above its mean, and of all that it lacks below, the share that lies on each part. A map that knows nothing has the share of the area.',
        zh: '空间图高出自身均值的总量中，以及低于均值的总量中，各部分各占多少。什么都不知道的图，两者都等于面积所占的比例。',
      },
      type: numbers,
      data: ({ shares: { trained, untrained } }, _params, lang) =>
        trained === null || untrained === null
          ? null
          : {
              head:
                lang === 'zh'
                  ? ['部分', '面积', '高出，训练后', '高出，训练前', '不足，训练后', '不足，训练前']
                  : ['part', 'area', 'above, trained', 'above, before', 'below, trained', 'below, before'],
              rows: [1, 2, 3, 0].map((part) => ({
                label: pick(shownNames[part] ?? '', lang),
                values: [trained.area, trained.above, untrained.above, trained.below, untrained.below].map(
                  (list) => list[part] ?? 0,
                ),
              })),
              show: (share: number) => percent(share),
            },
    },
    {
      name: 'channels',
      title: { en: 'Channels and their gates', zh: '各通道和它们的门' },
      caption: {
        en: 'Each map as it comes into CBAM; the bar is the gate that multiplies all of it.',
        zh: '进入 CBAM 时的各张特征图；下面的横条是乘在整张图上的门。',
      },
      type: maps,
      data: ({ at }, { channels }, lang) => {
        const { features, channelGates } = at[channels];
        const names = numbered('F', features.length);
        return {
          maps: features.map((values, i) => ({
            label: names[i] ?? '',
            values,
            bar: channelGates[i] ?? 0,
            note: fixed(channelGates[i] ?? 0, 2),
          })),
          scale: 'value',
          labelTitle: pick({ en: 'channel', zh: '通道' }, lang),
          barTitle: pick({ en: 'gate', zh: '门' }, lang),
        };
      },
    },
  ],
  readout({ verdict, at }, _params, lang) {
    const says = verdict.probability > 0.5;
    const spread = (gates: number[][]): string =>
      [Math.min(...gates.flat()), Math.max(...gates.flat())]
        .map((gate) => fixed(gate, 3))
        .join(lang === 'zh' ? ' 到 ' : ' to ');
    const [learned, first] = [spread(at.trained.spatialGates), spread(at.untrained.spatialGates)];
    return lang === 'zh'
      ? `训练后的网络说：${says ? '是猫' : '不是猫'}（“是猫”的概率 ${chance(verdict.probability)}）。空间的门，训练后从 ${learned}，训练前从 ${first}。`
      : `The trained network says: ${says ? 'a cat' : 'not a cat'} (probability of “cat” ${chance(verdict.probability)}). Its spatial gates go from ${learned}, before training from ${first}.`;
  },
  goals: {
    // All parts are there, and yet it is no cat.
    heap: ({ parts, verdict }) => parts !== null && verdict.probability < 0.1,
  },
});
