// Two trained models, one with soft and one with hard attention, tell what they see, word by word, and show where they look.
import { maps } from '../../../figures/maps.ts';
import { numbers } from '../../../figures/numbers.ts';
import { picture } from '../../../figures/picture.ts';
import { grid } from '../../../models/captions/world.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { pick } from '../../../widget/text.ts';
import { readScene, warningsOf } from '../caption-scene.ts';
import { example } from '../caption-words.ts';
import { mapsOf, placeAt, seenBy, type Shown } from '../caption-figures.ts';
import { tableOf } from '../caption-table.ts';
import { lookAt, lookNames, looks, said } from '../caption-told.ts';

const place = (ordinal: string, chinese: string, value: number) =>
  range({
    label: { en: `place of the ${ordinal} thing`, zh: `第${chinese}样东西的位置` },
    ...{ min: 1, max: grid * grid, step: 1, value },
  });

export default defineWidget({
  id: 'spatial-attention/caption',
  title: { en: 'Two models that look and tell', zh: '两个边看边说的模型' },
  provenance: {
    en: 'Trained: all parameters of both models come from train.py, from generated scenes alone, and are stored as bytes. The places of the hard model are drawn from the seed, and so is the noise.',
    zh: '训练得到：两个模型的所有参数都由 train.py 只用生成的场景训练得到，以字节存储。硬注意力模型看的位置由种子抽样得到，噪声也由种子生成。',
  },
  mechanism: 'spatial-attention',
  controls: {
    count: range({
      label: { en: 'words written', zh: '已写出的词' },
      ...{ min: 1, max: 16, step: 1, value: 7 },
      play: { perSecond: 1.5 },
    }),
    text: text({
      label: { en: 'what is in the picture', zh: '图里有什么' },
      value: example,
      maxTokens: 24,
      example: { en: 'red triangle, green circle', zh: '红色三角形，绿色圆形' },
    }),
    place1: place('first', '一', 5),
    place2: place('second', '二', 7),
    place3: place('third', '三', 15),
    noise: range({
      label: { en: 'noise', zh: '噪声' },
      ...{ min: 0, max: 0.5, step: 0.05, value: 0 },
    }),
    seed: range({ label: { en: 'seed', zh: '种子' }, min: 1, max: 40, step: 1, value: 1 }),
  },
  compute({ text: line, place1, place2, place3, noise, seed, count }): Shown {
    const scene = readScene(line, [place1, place2, place3]);
    return { ...lookAt(scene, noise, seed), count, warnings: warningsOf(scene, noise) };
  },
  figures: [
    {
      name: 'soft',
      title: { en: 'Soft: a share of every place', zh: '软：每个位置分一份' },
      caption: {
        en: 'The map is α for the word that is being written. Drag a thing to another place.',
        zh: '叠在图上的是写这个词时的 α。可以把东西拖到别的格子里。',
      },
      type: picture,
      data: (shown, _params, lang) => seenBy(shown, 'soft', lang),
      drag: (point, _params, _trace, handle) => ({ [handle]: placeAt(point) }),
    },
    {
      name: 'hard',
      title: { en: 'Hard: one place, drawn', zh: '硬：抽出一个位置' },
      caption: {
        en: 'The map is how likely each place is to be drawn; the frame is the one that was, and all that the word knows of the picture.',
        zh: '叠在图上的是各个位置被抽中的概率；方框是抽中的那一格，写这个词时只看得到这一格。',
      },
      type: picture,
      data: (shown, _params, lang) => seenBy(shown, 'hard', lang),
    },
    {
      name: 'soft-words',
      title: { en: 'Soft, word by word', zh: '软：逐词来看' },
      type: numbers,
      data: (shown, _params, lang) => tableOf(shown, 'soft', lang),
    },
    {
      name: 'hard-words',
      title: { en: 'Hard, word by word', zh: '硬：逐词来看' },
      type: numbers,
      data: (shown, _params, lang) => tableOf(shown, 'hard', lang),
    },
    {
      name: 'soft-maps',
      title: { en: 'Soft, all words so far', zh: '软：到目前为止的每个词' },
      type: maps,
      data: (shown) => mapsOf(shown, 'soft'),
    },
    {
      name: 'hard-maps',
      title: { en: 'Hard, all words so far: what was likely', zh: '硬：到目前为止，哪里容易被抽中' },
      type: maps,
      data: (shown) => mapsOf(shown, 'hard'),
    },
  ],
  readout(shown, _params, lang) {
    const zh = lang === 'zh';
    const verdicts = looks.map((look) => {
      const told = shown.told[look];
      const name = pick(lookNames[look], lang);
      if (shown.count < told.words.filter((word) => word !== '.').length)
        return zh
          ? `${name}：${said(told, shown.count)} ……`
          : `So far, ${name}: ${said(told, shown.count)} …`;
      const right = said(told) === shown.right;
      if (zh) return `${name}：${said(told)}（${right ? '对' : '错'}）。`;
      return `${name[0]?.toUpperCase()}${name.slice(1)}: ${said(told)} (${right ? 'right' : 'wrong'}).`;
    });
    const rule = zh ? `按规则是：${shown.right}。` : `By the rule: ${shown.right}.`;
    return [...shown.warnings.map((one) => pick(one, lang)), ...verdicts, rule].join(zh ? '' : ' ');
  },
  goals: {
    /** The hard model is wrong where the soft one is right, and both have said all. */
    unlucky: (shown) =>
      looks.every((look) => shown.count >= shown.told[look].words.length) &&
      said(shown.told.soft) === shown.right &&
      said(shown.told.hard) !== shown.right,
  },
});
