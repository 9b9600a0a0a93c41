// The shares of right captions as a table: what train.py measured of the parameters that are shipped.
import type { NumbersData } from '../../figures/numbers.ts';
import { evaluation, type Shares, type Split } from '../../models/captions/evaluation.ts';
import { fixed } from '../../widget/format.ts';
import { pick, type Lang, type Text } from '../../widget/text.ts';

const { soft, hard, mean } = evaluation.models;

export const splits: Readonly<Record<Split, Text>> = {
  heldOut: { en: 'new scenes', zh: '新场景' },
  newPairs: { en: 'new pairs', zh: '新搭配' },
  fourThings: { en: 'four things', zh: '四样东西' },
};

/** All is 100%, and nothing less is. */
export const percent = (share: number): string =>
  `${fixed(share < 1 ? Math.min(99.9, 100 * share) : 100, 1)}%`;
/** How often the models are right on each set of scenes, and how often they look at what they name. */
export function sharesOf(lang: Lang): NumbersData {
  const zh = lang === 'zh';
  const names = Object.keys(splits) as Split[];
  const row = (en: string, chinese: string, of: Readonly<Record<Split, Shares>>, what: 'exact' | 'words' | 'looked' | 'glimpsed') => ({
          label: zh ? chinese : en,
          values: names.map((name) => percent(of[name][what])),
        }); // prettier-ignore
  return {
    head: [zh ? '正确的比例' : 'share', ...names.map((name) => pick(splits[name], lang))],
    rows: [
      row('soft: captions right', '软：整句正确', soft.splits, 'exact'),
      row('hard, drawn: captions right', '硬，抽样：整句正确', hard.splits, 'exact'),
      row('hard, likeliest place: captions right', '硬，取最可能的位置：整句正确', hard.likeliest, 'exact'),
      row('mean of all places: captions right', '平均所有位置：整句正确', mean.splits, 'exact'),
      row('soft: words right', '软：词正确', soft.splits, 'words'),
      row('hard, drawn: words right', '硬，抽样：词正确', hard.splits, 'words'),
      row(
        'soft: colours and shapes look at their thing',
        '软：颜色、形状看着所说的东西',
        soft.splits,
        'looked',
      ),
      row(
        'hard: colours and shapes look at their thing',
        '硬：颜色、形状看着所说的东西',
        hard.splits,
        'looked',
      ),
      row('hard: thing seen for any of its words', '硬：三个词里至少看过一次', hard.splits, 'glimpsed'),
    ],
  };
}
