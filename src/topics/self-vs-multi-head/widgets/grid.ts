// Two choices that have nothing to do with each other: where keys and values come from, and how many heads there are.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import type { Matrix } from '../../../math/tensor.ts';
import {
  attend,
  drawParameters,
  drawTokens,
  features,
  headsControl,
  seedControl,
} from '../../../mechanisms/multi-head-attention/sentence.ts';
import { range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget, type FigureSlot } from '../../../widget/define.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Text } from '../../../widget/text.ts';

const asking = text({ label: { en: 'the sentence that asks', zh: '发问的句子' }, value: sentence });
const asked = text({
  label: { en: 'the other sentence', zh: '另一个句子' },
  value: { en: 'A small dog ran home.', zh: '一只小狗跑回家。' },
});

interface Grid {
  readonly tokens: readonly string[];
  readonly others: readonly string[];
  readonly self: { readonly one: Matrix; readonly many: Matrix };
  readonly cross: { readonly one: Matrix; readonly many: Matrix };
  readonly heads: number;
  readonly shown: number;
}

/** One of the four. */
function panel(
  source: 'self' | 'cross',
  heads: 'one' | 'many',
  title: Text,
  formula: string,
): FigureSlot<any, Grid, HeatmapData> {
  return {
    name: `${source}-${heads}`,
    title,
    formula,
    type: heatmap,
    data: (grid, _params, lang) => ({
      values: grid[source][heads],
      rows: grid.tokens,
      columns: source === 'self' ? grid.tokens : grid.others,
      rowTitle: lang === 'zh' ? '查询' : 'queries',
      columnTitle: lang === 'zh' ? '键' : 'keys',
      scale: 'weights',
    }),
  };
}

export default defineWidget({
  id: 'self-vs-multi-head/grid',
  title: { en: 'One sentence, two choices', zh: '一个句子，两个选择' },
  provenance: {
    en: 'Random: a vector for each distinct word and one set of projections, the same in all four figures. Nothing is trained.',
    zh: '随机：每个不同的词有一个向量，另有一组投影，四张图用的都是它。没有经过训练。',
  },
  mechanism: 'multi-head-attention',
  controls: {
    heads: { ...headsControl({ value: 1 }), min: 1 },
    shown: range({ label: { en: 'head shown', zh: '看第几头' }, min: 1, max: 8, step: 1, value: 1 }),
    text: asking,
    other: asked,
    swap: toggle({
      label: { en: 'swap its first two words', zh: '交换它的前两个词' },
      value: false,
    }),
    seed: seedControl,
  },
  compute({ heads: power, shown: wanted, text: line, other, swap, seed }, lang): Grid {
    const tokens = readTokens(asking, line, lang);
    const typed = readTokens(asked, other, lang);
    const others = swap ? [...typed.slice(0, 2).reverse(), ...typed.slice(2)] : typed;
    const heads = 2 ** power;
    const shown = Math.min(wanted, heads) - 1;
    const drawn = drawParameters(seed);
    const [x, y] = [drawTokens(tokens, lang, seed), drawTokens(others, lang, seed)];
    const maps = (source: Matrix) => ({
      one: attend(x, source, drawn, { heads: 1 }).weights[0] ?? [],
      many: attend(x, source, drawn, { heads }).weights[shown] ?? [],
    });
    return { tokens, others, self: maps(x), cross: maps(y), heads, shown };
  },
  figures: [
    panel('self', 'one', { en: 'Self, one head', zh: '自注意力，一个头' }, String.raw`X\to X`),
    panel('self', 'many', { en: 'Self, head of several', zh: '自注意力，多头之一' }, String.raw`X\to X`),
    panel('cross', 'one', { en: 'Cross, one head', zh: '交叉注意力，一个头' }, String.raw`X\to Y`),
    panel('cross', 'many', { en: 'Cross, head of several', zh: '交叉注意力，多头之一' }, String.raw`X\to Y`),
  ],
  goals: {
    // Both sentences are the same: cross-attention has become self-attention.
    same: ({ tokens, others }) => tokens.join(' ') === others.join(' '),
  },
  readout({ tokens, others, heads, shown }, _params, lang) {
    const width = features / heads;
    return lang === 'zh'
      ? `自注意力：${tokens.length} 个词元问 ${tokens.length} 个。交叉注意力：${tokens.length} 个问 ${others.length} 个。一个头有 ${features} 个特征；${heads} 个头各 ${width} 个，图中是第 ${shown + 1} 个头。`
      : `Self: ${tokens.length} tokens ask ${tokens.length}. Cross: ${tokens.length} ask ${others.length}. One head has ${features} features; each of ${heads} has ${width}, and head ${shown + 1} is shown.`;
  },
});
