// A display to be searched, with the share of attention that each item gets, and the order in which they are visited.
import { heatmap } from '../../../figures/heatmap.ts';
import { scene } from '../../../figures/scene.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { across, down, look, searchScene, visits, type Item } from '../scene.ts';

/** So many visits are numbered in the display and told in the figure beside it. */
const told = 8;

const nameOf = ({ warm, upright, target }: Item, lang: Lang): string => {
  const zh = lang === 'zh';
  const shape = zh
    ? `${warm ? '橙' : '蓝'}${upright ? '竖' : '横'}`
    : `${warm ? 'orange' : 'blue'} ${upright ? 'upright' : 'flat'}`;
  return target ? `${shape} ★` : shape;
};

/** For an axis: the target as a star, the others by colour and direction. */
const shortName = ({ warm, upright, target }: Item, lang: Lang): string => {
  const color = lang === 'zh' ? (warm ? '橙' : '蓝') : warm ? 'orange' : 'blue';
  return target ? '★' : `${color} ${upright ? '|' : '–'}`;
};

export default defineWidget({
  id: 'human-attention/search',
  title: { en: 'Find the upright orange stroke', zh: '找出橙色竖线' },
  provenance: {
    en: 'Constructed: a seeded display and a model of search, not measurements of people.',
    zh: '人为构造：由随机种子生成的画面，加一个搜索模型；不是人的实测数据。',
  },
  mechanism: 'human-attention',
  controls: {
    search: choice({
      label: { en: 'the others', zh: '其余的线' },
      options: {
        feature: { en: 'all blue', zh: '全是蓝色' },
        conjunction: { en: 'half blue, half flat', zh: '一半蓝色，一半横着' },
      },
      value: 'feature',
    }),
    count: range({ label: { en: 'items', zh: '项目数' }, min: 1, max: 48, step: 1, value: 24 }),
    topDown: range({
      label: { en: 'top-down weight w↓', zh: '自上而下的权重 w↓' },
      min: 0,
      max: 12,
      step: 0.5,
      value: 2,
    }),
    bottomUp: range({
      label: { en: 'bottom-up weight w↑', zh: '自下而上的权重 w↑' },
      min: 0,
      max: 12,
      step: 0.5,
      value: 4,
    }),
    noise: range({ label: { en: 'noise', zh: '噪声' }, min: 0, max: 3, step: 0.1, value: 1 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
  },
  compute({ search, count, topDown, bottomUp, noise, seed }) {
    const items = searchScene(search, count, seed);
    const trace = look(items, { topDown, bottomUp });
    const order = visits(trace.scores[0] ?? [], noise, seed);
    const found = order.findIndex((index) => items[index]?.target) + 1;
    return { items, trace, order, found };
  },
  figures: [
    {
      name: 'display',
      title: { en: 'The display, and where attention goes', zh: '画面，以及注意力的去向' },
      caption: {
        en: 'The area of a disc is the item’s share of attention. Numbers give the order of the visits, up to the target.',
        zh: '圆的面积是该项目分到的注意力。数字是逐个查看的次序，到目标为止。',
      },
      type: scene,
      data: ({ items, trace, order, found }, _params, lang) => ({
        items: items.map((item, i) => {
          const visit = order.indexOf(i) + 1;
          return {
            label: nameOf(item, lang),
            x: item.x,
            y: item.y,
            color: item.warm ? 'var(--stimulus-warm)' : 'var(--stimulus-cold)',
            angle: item.upright ? 90 : 0,
            weight: trace.weights[0]?.[i] ?? 0,
            note: visit <= Math.min(told, found) || item.target ? String(visit) : '',
          };
        }),
        width: across,
        height: down,
        full: 1,
        heads: lang === 'zh' ? ['项目', '权重', '次序'] : ['item', 'weight', 'visit'],
      }),
    },
    {
      name: 'parts',
      title: { en: 'What the first visits score', zh: '最先查看的几项得了几分' },
      formula: String.raw`s_j=w_{\downarrow}\,m_j+w_{\uparrow}\,b_j`,
      caption: {
        en: '★ is the target. Noise, added to the score, decides between near ones.',
        zh: '★ 是目标。分数相近时，先看哪一个由噪声决定。',
      },
      type: heatmap,
      data: ({ items, trace, order }, { topDown, bottomUp }, lang) => {
        const first = order.slice(0, told);
        const parts = first.map((i) => {
          const [match = 0, contrast = 0] = [trace.match[0]?.[i], trace.contrast[0]?.[i]];
          return { match, contrast, score: trace.scores[0]?.[i] ?? 0 };
        });
        const zh = lang === 'zh';
        return {
          values: parts.map(({ match, contrast, score }) => [topDown * match, bottomUp * contrast, score]),
          rows: first.map((i, visit) => `${visit + 1} ${shortName(items[i] as Item, lang)}`),
          columns: zh ? ['自上而下', '自下而上', '分数'] : ['top-down', 'bottom-up', 'score'],
          rowTitle: zh ? '查看' : 'visits',
          columnTitle: '',
          scale: 'scores',
          extent: 24,
          explain: (row: number, column: number) => {
            const { match = 0, contrast = 0, score = 0 } = parts[row] ?? {};
            const [down, up] = [topDown * match, bottomUp * contrast];
            return {
              text: [
                `w↓·m = ${short(topDown)}·${short(match)} = ${fixed(down, 3)}`,
                `w↑·b = ${short(bottomUp)}·${short(contrast)} = ${fixed(up, 3)}`,
                `s = ${fixed(down, 3)} + ${fixed(up, 3)} = ${fixed(score, 3)}`,
              ][column] as string,
            };
          },
        };
      },
    },
  ],
  readout({ found, items, trace }, _params, lang) {
    const share = fixed(trace.output[0]?.[0] ?? 0, 3);
    return lang === 'zh'
      ? `第 ${found} 次查看找到目标（共 ${items.length} 项）。目标分到的注意力：${share}。`
      : `The target is found at visit ${found} of at most ${items.length}. Its share of attention is ${share}.`;
  },
});
