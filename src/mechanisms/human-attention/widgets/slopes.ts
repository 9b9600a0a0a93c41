// How the number of visits grows with the number of items: over seeded displays, for both kinds of search.
import { curves, type Band } from '../../../figures/curves.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { look, searchScene, visits, type Search } from '../scene.ts';

const counts = [1, 6, 12, 24, 36, 48];
const displays = 20;

interface Display {
  readonly target: number;
  readonly match: readonly number[];
  readonly contrast: readonly number[];
  readonly seed: number;
}

interface Mean {
  readonly mean: number;
  /** Standard error. */
  readonly error: number;
}

/** Match and contrast of every display; the weights come later, so a slider does not compute them again. */
const measured = new Map<Search, readonly (readonly Display[])[]>();

function displaysOf(search: Search): readonly (readonly Display[])[] {
  const known = measured.get(search);
  if (known !== undefined) return known;
  const all = counts.map((count) =>
    Array.from({ length: displays }, (_, i) => {
      const items = searchScene(search, count, i + 1);
      const { match, contrast } = look(items, {});
      return {
        target: items.findIndex(({ target }) => target),
        match: match[0] ?? [],
        contrast: contrast[0] ?? [],
        seed: i + 1,
      };
    }),
  );
  measured.set(search, all);
  return all;
}

/** Mean number of visits, and its standard error, for each number of items. */
function visitsOf(search: Search, topDown: number, bottomUp: number, noise: number): Mean[] {
  return displaysOf(search).map((sample) => {
    const counted = sample.map(({ target, match, contrast, seed }) => {
      const scores = match.map((m, i) => topDown * m + bottomUp * (contrast[i] ?? 0));
      return visits(scores, noise, seed).indexOf(target) + 1;
    });
    const mean = counted.reduce((sum, x) => sum + x, 0) / counted.length;
    const variance = counted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (counted.length - 1);
    return { mean, error: Math.sqrt(variance / counted.length) };
  });
}

/** One standard error to each side of the means. */
function bandOf(means: readonly Mean[], color: string, label: string, zh: boolean): Band {
  const [less, more] = zh
    ? ['减一个标准误', '加一个标准误']
    : ['minus one standard error', 'plus one standard error'];
  const comma = zh ? '，' : ', ';
  return {
    titles: [`${label}${comma}${less}`, `${label}${comma}${more}`],
    color,
    lower: means.map(({ mean, error }) => mean - error),
    upper: means.map(({ mean, error }) => mean + error),
  };
}

export default defineWidget({
  id: 'human-attention/slopes',
  title: { en: 'More items, more visits?', zh: '项目越多，查看越多次？' },
  provenance: {
    en: `Computed over ${displays} seeded displays for each number of items: a model, not measurements of people.`,
    zh: `每个项目数用 ${displays} 幅由随机种子生成的画面计算：是模型，不是人的实测数据。`,
  },
  mechanism: 'human-attention',
  controls: {
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
  },
  compute({ topDown, bottomUp, noise }) {
    return {
      feature: visitsOf('feature', topDown, bottomUp, noise),
      conjunction: visitsOf('conjunction', topDown, bottomUp, noise),
    };
  },
  figures: [
    {
      name: 'visits',
      title: { en: 'Visits until the target is found', zh: '找到目标要查看几次' },
      caption: {
        en: 'Mean over the displays; the band is one standard error to each side.',
        zh: '对各幅画面取平均；色带是上下各一个标准误。',
      },
      type: curves,
      data: ({ feature, conjunction }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          x: counts,
          xTitle: zh ? '项目数' : 'items',
          yTitle: zh ? '查看次数' : 'visits',
          yDomain: [0, 35],
          bands: [
            bandOf(feature, 'var(--scale-weights)', zh ? '其余全蓝' : 'others all blue', zh),
            bandOf(conjunction, 'var(--scale-negative)', zh ? '一半蓝，一半横' : 'half blue, half flat', zh),
          ],
          curves: [
            {
              label: zh ? '其余全蓝' : 'others all blue',
              color: 'var(--scale-weights)',
              y: feature.map(({ mean }) => mean),
            },
            {
              label: zh ? '一半蓝，一半横' : 'half blue, half flat',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: conjunction.map(({ mean }) => mean),
            },
          ],
        };
      },
    },
  ],
  readout({ feature, conjunction }, _params, lang) {
    const [a, b] = [feature, conjunction].map((all) => fixed(all.at(-1)?.mean ?? 0, 1));
    const most = counts.at(-1);
    return lang === 'zh'
      ? `${most} 个项目时，平均查看次数：其余全蓝 ${a} 次，一半蓝一半横 ${b} 次。`
      : `With ${most} items: ${a} visits on average where the others are all blue, ${b} where half are blue and half flat.`;
  },
});
