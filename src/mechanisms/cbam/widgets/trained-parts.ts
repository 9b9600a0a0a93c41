// The honest answer: do learned maps find head, body and tail? Shares over held-out drawings, several trainings, and accuracy.
import { numbers } from '../../../figures/numbers.ts';
import { picture } from '../../../figures/picture.ts';
import { paint, side, type Scene } from '../../../models/drawings/drawing.ts';
import { look } from '../../../models/drawings/model.ts';
import { results, type Run } from '../../../models/drawings/results.ts';
import { samples } from '../../../models/drawings/samples.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Text } from '../../../widget/text.ts';
import { cbams, chance, indexOf, mean, overlayOf, percent, provenance, shownNames } from '../trained.ts';

const { runs, held, cats } = results;

const kinds: Readonly<Record<string, Text>> = {
  cat: { en: 'a cat', zh: '猫' },
  heap: { en: 'a cat’s parts, wrongly put together', zh: '拼错位置的猫' },
  dog: { en: 'a dog', zh: '狗' },
  house: { en: 'a house', zh: '房子' },
  shapes: { en: 'a few shapes', zh: '几个形状' },
};

/** A number for each of head, body and tail. */
const ofParts = (of: (part: number) => number): number[] => [1, 2, 3].map(of);

export default defineWidget({
  id: 'cbam/trained-parts',
  title: { en: 'Do learned maps find head, body and tail?', zh: '学到的空间图找得到头、身体和尾巴吗？' },
  provenance,
  mechanism: 'cbam',
  controls: {
    drawing: range({
      label: { en: 'drawing that training never showed', zh: '训练时没有的画，第几幅' },
      min: 1,
      max: samples.length,
      step: 1,
      value: 1,
    }),
    cbam: choice({ label: { en: 'which CBAM', zh: '哪个 CBAM' }, options: cbams, value: 'first' }),
    side: choice({
      label: { en: 'count what a map has', zh: '统计空间图' },
      options: {
        above: { en: 'above its mean', zh: '高出均值的部分' },
        below: { en: 'below it', zh: '低于均值的部分' },
      },
      value: 'above',
    }),
    against: choice({
      label: { en: 'chance is', zh: '偶然的标准' },
      options: {
        other: { en: 'the map of another drawing', zh: '另一幅画的空间图' },
        area: { en: 'the area', zh: '面积' },
      },
      value: 'area',
    }),
  },
  compute({ drawing, cbam }) {
    const scene: Scene = samples[drawing - 1]!;
    const { pixels } = paint(scene);
    const verdict = look(pixels, 'trained');
    return { scene, pixels, verdict, gates: verdict.cbams[indexOf(cbam)]!.spatialGates };
  },
  figures: [
    {
      name: 'drawing',
      title: { en: 'The drawing under the trained map', zh: '画和训练后的空间图' },
      caption: {
        en: 'The bluer, the larger the gate; first training.',
        zh: '越蓝，门越大；第一次训练的网络。',
      },
      type: picture,
      data: ({ scene, pixels, gates }, _params, lang) => ({
        label: pick(kinds[scene.kind] ?? '', lang),
        side,
        pixels,
        ...overlayOf(gates, 'own', 0.7, lang),
      }),
    },
    {
      name: 'shares',
      title: { en: 'How many times chance', zh: '是偶然的多少倍' },
      caption: {
        en: `Means over ${cats} cats. 1: no more of the map falls on this part than chance would have it, which is the part’s share of the area, or what the map of another drawing has there.`,
        zh: `${cats} 幅猫的平均。1 表示空间图落在这一部分上的量不比偶然多。偶然，指这部分所占的面积，或者另一幅画的空间图落在同一处的量。`,
      },
      type: numbers,
      data: (_trace, { cbam, side: which, against }, lang) => {
        const times = (network: 'trained' | 'untrained', run: Run): number[] => {
          const map = run[network][indexOf(cbam)]!;
          const chanceOf = against === 'area' ? map.area : map[`${which}Other`];
          return ofParts((part) => (map[which][part] ?? 0) / (chanceOf[part] ?? 1));
        };
        const names = ofParts(Number).map((part) => pick(shownNames[part] ?? '', lang));
        const before = names.map((name) => (lang === 'zh' ? `${name}，训练前` : `${name}, before`));
        return {
          head: [lang === 'zh' ? '训练' : 'training', ...names, ...before],
          rows: runs.map((run) => ({
            label: String(run.seed),
            values: [...times('trained', run), ...times('untrained', run)],
          })),
          show: (value: number) => fixed(value, 1),
        };
      },
    },
    {
      name: 'gates',
      title: { en: 'How much the gates vary', zh: '门变化多少' },
      caption: {
        en: 'Standard deviations: of a spatial map over its places, of a channel’s gate over the drawings. Last: over the channels, the correlation between a gate and how much of the channel’s map lies on the cat.',
        zh: '前两行是标准差：空间图在各位置之间，通道的门在各幅画之间。末行：各通道之间，门与特征图落在猫身上的比例之间的相关系数。',
      },
      type: numbers,
      data: (_trace, { cbam }, lang) => {
        const at = indexOf(cbam);
        const row = (
          label: Text,
          of: (run: Run, network: 'trained' | 'untrained') => number | undefined,
        ) => ({
          label: pick(label, lang),
          values: (['trained', 'untrained'] as const).map((network) =>
            mean(runs.map((run) => of(run, network) ?? 0)),
          ),
        });
        return {
          head: lang === 'zh' ? ['门', '训练后', '训练前'] : ['gates', 'trained', 'before'],
          rows: [
            row(
              { en: 'spatial, over the places', zh: '空间，各位置之间' },
              (run, network) => run[network][at]?.spread,
            ),
            row(
              { en: 'channel, over the drawings', zh: '通道，各幅画之间' },
              (run, network) => run[network][at]?.moves,
            ),
            row(
              { en: 'channel, with the cat on it', zh: '通道，与猫的多少相关' },
              (run, network) => run[network === 'trained' ? 'channels' : 'channelsUntrained'][at],
            ),
          ],
          show: (value: number) => fixed(value, 3),
        };
      },
    },
    {
      name: 'accuracy',
      title: { en: 'Right answers, with and without attention', zh: '有注意力与没有注意力的正确率' },
      caption: {
        en: `Means of ${runs.length} trainings each, on ${held} drawings. Held still: every gate is what it is on average, whatever the drawing. A missing part: the share of cats that are still called a cat.`,
        zh: `各为 ${runs.length} 次训练的平均，共 ${held} 幅画。固定：每个门都取它的平均值，不随画变化。缺一部分：猫缺了它以后，仍被说成猫的比例。`,
      },
      type: numbers,
      data: (_trace, _params, lang) => {
        const row = (label: Text, of: (run: Run, network: 'cbam' | 'plain') => number | undefined) => ({
          label: pick(label, lang),
          values: (['cbam', 'plain'] as const).map((network) => {
            const found = runs.map((run) => of(run, network));
            return found.includes(undefined) ? '–' : mean(found as number[]);
          }),
        });
        const missing = (part: string, en: string, zh: string) =>
          row(
            { en: `cats without a ${en}`, zh: `没有${zh}的猫` },
            (run, network) => run[network].without[part],
          );
        const still = (kind: 'spatial' | 'channel') => (run: Run, network: 'cbam' | 'plain') =>
          network === 'cbam' ? run.heldStill[kind] : undefined;
        return {
          head: lang === 'zh' ? ['画', '带 CBAM', '不带'] : ['drawings', 'with CBAM', 'without'],
          rows: [
            row({ en: 'all', zh: '全部' }, (run, network) => run[network].right),
            ...Object.entries(kinds).map(([kind, label]) =>
              row(label, (run, network) => run[network].byKind[kind]),
            ),
            row({ en: 'all, channel gates held still', zh: '全部，固定通道的门' }, still('channel')),
            row({ en: 'all, spatial maps held still', zh: '全部，固定空间图' }, still('spatial')),
            missing('head', 'head', '头'),
            missing('body', 'body', '身体'),
            missing('tail', 'tail', '尾巴'),
          ],
          show: (share: number) => percent(share, 1),
        };
      },
    },
  ],
  readout({ scene, verdict }, { cbam, side: which }, lang) {
    const onCat = (list: readonly number[]): number =>
      ofParts((part) => list[part] ?? 0).reduce((a, b) => a + b);
    const ends = (list: readonly number[]): string =>
      [Math.min(...list), Math.max(...list)]
        .map((share) => percent(share))
        .join(lang === 'zh' ? ' 到 ' : ' to ');
    const maps = runs.map((run) => run.trained[indexOf(cbam)]!);
    const own = ends(maps.map((map) => onCat(map[which])));
    const other = ends(maps.map((map) => onCat(map[`${which}Other`])));
    const kind = pick(kinds[scene.kind] ?? '', lang);
    const right = verdict.probability > 0.5 === (scene.kind === 'cat');
    return lang === 'zh'
      ? `这幅画是${kind}；“是猫”的概率 ${chance(verdict.probability)}，${right ? '答对了' : '答错了'}。${runs.length} 次训练中，空间图${which === 'above' ? '高出' : '低于'}均值的总量，落在猫身上的有 ${own}；换成另一幅画的空间图，是 ${other}。`
      : `This is ${kind}; probability of “cat” ${chance(verdict.probability)}: ${right ? 'right' : 'wrong'}. Of all that maps have ${which} their mean, ${own} lies on the cat in the ${runs.length} trainings; of the map of another drawing, ${other}.`;
  },
});
