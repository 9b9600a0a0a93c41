// What the class token reads: raw weights of the last layer, rollout over the layers, and what happens when a patch is blanked.
import { maps } from '../../../figures/maps.ts';
import { numbers as table } from '../../../figures/numbers.ts';
import { picture as pictureFigure } from '../../../figures/picture.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { asGrid, pictureControl } from '../inputs.ts';
import { most, overlaid } from '../overlaid.ts';
import { built, correlation, foundOf } from '../reading.ts';

export default defineWidget({
  id: 'vision-transformer/rollout',
  title: { en: 'What the class token is made of', zh: '类别词元由什么组成' },
  provenance: {
    en: 'Constructed: one head compares colours, one positions; the class token looks for a colour. Or random parameters, from a fixed seed. Nothing is trained.',
    zh: '人为构造：一个头比颜色，一个头比位置，类别词元找一种颜色。也可选随机参数，种子固定。都没有经过训练。',
  },
  mechanism: 'vision-transformer',
  controls: {
    picture: pictureControl,
    layer: range({
      label: { en: 'rolled out to layer', zh: '展开到第几层' },
      min: 1,
      max: built.layers,
      step: 1,
      value: 2,
    }),
    model: choice({
      label: { en: 'parameters', zh: '参数' },
      options: { constructed: { en: 'constructed', zh: '构造的' }, random: { en: 'random', zh: '随机的' } },
      value: 'constructed',
    }),
    ask: choice({
      label: { en: 'the class token looks for', zh: '类别词元要找' },
      options: {
        warm: { en: 'orange', zh: '橙色' },
        cool: { en: 'blue', zh: '蓝色' },
        dark: { en: 'dark', zh: '深色' },
      },
      value: 'warm',
    }),
    values: range({ label: { en: 'W_V times', zh: 'W_V 乘以' }, min: 0, max: 1, step: 0.1, value: 0.5 }),
    opacity: range({ label: { en: 'opacity', zh: '不透明度' }, min: 0, max: 1, step: 0.05, value: 0.65 }),
  },
  compute({ picture, layer, model, ask, values }) {
    const found = foundOf({ picture, model, ask, values });
    const [raw = [], rolled = []] = [found.raw.at(-1), found.rolled[layer - 1]];
    return { found, own: rolled[0] ?? 0, raw: raw.slice(1), rawOwn: raw[0] ?? 0, rolled: rolled.slice(1) };
  },
  figures: [
    {
      name: 'rolled',
      title: { en: 'Rollout, up to the chosen layer', zh: '展开到所选的层' },
      type: pictureFigure,
      data: ({ rolled }, { picture, opacity }, lang) =>
        overlaid(picture, rolled, {
          opacity,
          name: lang === 'zh' ? '展开的份额' : 'shares of the rollout',
          lang,
        }),
    },
    {
      name: 'raw',
      title: { en: 'Raw weights of the last layer', zh: '最后一层的原始权重' },
      caption: { en: 'The mean of both heads.', zh: '两个头的平均。' },
      type: pictureFigure,
      data: ({ raw }, { picture, opacity }, lang) =>
        overlaid(picture, raw, { opacity, name: lang === 'zh' ? '权重' : 'weights', lang }),
    },
    {
      name: 'moved',
      title: { en: 'What the output depends on', zh: '输出真正依赖什么' },
      caption: {
        en: 'How far the class token’s output moves when this patch is blanked, in shares of all.',
        zh: '把这一块涂成中间色，类别词元的输出移动多远，按份额算。',
      },
      type: pictureFigure,
      data: ({ found }, { picture, opacity }, lang) =>
        overlaid(picture, found.moved, {
          opacity,
          name: lang === 'zh' ? '输出的变化' : 'changes of the output',
          lang,
        }),
    },
    {
      name: 'layers',
      title: { en: 'Raw weights, layer by layer', zh: '各层的原始权重' },
      caption: {
        en: 'Each map has its full colour at its own largest weight.',
        zh: '每张图的满色是它自己最大的权重。',
      },
      type: maps,
      data: ({ found }, _params, lang) => ({
        maps: found.raw.map((row, i) => ({
          label: lang === 'zh' ? `第 ${i + 1} 层` : `layer ${i + 1}`,
          values: asGrid(
            row.slice(1).map((weight) => weight / most(row.slice(1))),
            built.grid,
          ),
        })),
        scale: 'weights',
        extent: 1,
        labelTitle: lang === 'zh' ? '权重 / 最大的权重' : 'weight / largest weight',
        columns: 2,
      }),
    },
    {
      name: 'numbers',
      title: { en: 'Agreement with the blanking', zh: '与涂块结果的一致程度' },
      caption: {
        en: 'Correlation over the 16 patches: 1 is the same map, 0 says nothing.',
        zh: '16 块上的相关系数：1 是同一张图，0 是毫无关系。',
      },
      type: table,
      data: ({ found, raw, rolled, own, rawOwn }, _params, lang) => ({
        head:
          lang === 'zh'
            ? ['图', '类别词元自己的份额', '相关系数']
            : ['map', 'share of the class token itself', 'correlation'],
        rows: [
          { label: lang === 'zh' ? '展开' : 'rollout', values: [own, correlation(rolled, found.moved)] },
          {
            label: lang === 'zh' ? '最后一层' : 'last layer',
            values: [rawOwn, correlation(raw, found.moved)],
          },
        ],
        show: (value: number) => fixed(value, 3),
      }),
    },
  ],
  goals: {
    // Maps as before, and an output that no patch can move.
    deaf: ({ found }) => found.total === 0,
  },
  readout({ found, own, rolled }, { layer }, lang) {
    const [rest, self] = [rolled.reduce((sum, x) => sum + x, 0), own].map((x) => fixed(100 * x, 1));
    if (lang === 'zh')
      return found.total === 0
        ? `展开到第 ${layer} 层：${rest}% 来自图片。但是涂掉任何一块，输出都不变。`
        : `展开到第 ${layer} 层：类别词元有 ${self}% 来自自己，${rest}% 来自图片。`;
    return found.total === 0
      ? `Rolled out to layer ${layer}, ${rest}% come from the picture. But whatever patch is blanked, the output does not change.`
      : `Rolled out to layer ${layer}: ${self}% of the class token come from itself, ${rest}% from the picture.`;
  },
});
