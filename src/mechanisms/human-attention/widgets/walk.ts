// The priority map, step by step, on four items: what is looked for as query, what items show as keys, what they tell as values.
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { priorityMap } from '../kernel.ts';
import { steps, type Context } from '../trace.ts';

function mustFit(template: Matrix, features: Matrix, v: Matrix): void {
  if (template[0]?.length !== features[0]?.length) {
    throw new InputProblem({
      en: `The template is ${sizeText(template)} and the features are ${sizeText(features)}: they need the same number of columns.`,
      zh: `模板是 ${sizeText(template)}，特征是 ${sizeText(features)}：两者的列数必须相同。`,
    });
  }
  if (features.length !== v.length) {
    throw new InputProblem({
      en: `There are ${features.length} items with features and ${v.length} with values: each item needs one row in both.`,
      zh: `有特征的项目是 ${features.length} 个，有值的是 ${v.length} 个：每个项目在两处各占一行。`,
    });
  }
}

export default defineWidget({
  id: 'human-attention/walk',
  title: { en: 'The map on four items in a row', zh: '在一行四个项目上走一遍' },
  provenance: {
    en: 'Constructed: four strokes one place apart, the third of them upright and orange. The columns of the features are orange, blue, upright, flat.',
    zh: '人为构造：四条线，依次相隔一格，第三条是橙色竖线。特征的四列依次是橙、蓝、竖、横。',
  },
  mechanism: 'human-attention',
  controls: {
    template: matrix({
      label: { en: 'what is looked for: query', zh: '要找什么：查询' },
      symbol: 'q',
      scale: 'query',
      value: [[0.5, 0, 0.5, 0]],
    }),
    features: matrix({
      label: { en: 'what items show: keys', zh: '项目显出什么：键' },
      symbol: 'k',
      scale: 'key',
      value: [
        [0, 1, 1, 0],
        [1, 0, 0, 1],
        [1, 0, 1, 0],
        [0, 1, 1, 0],
      ],
      step: 1,
    }),
    v: matrix({
      label: { en: 'what items tell: values', zh: '项目说出什么：值' },
      symbol: 'v',
      scale: 'value',
      value: [[10], [20], [30], [40]],
      step: 1,
    }),
    topDown: range({
      label: { en: 'top-down weight w↓', zh: '自上而下的权重 w↓' },
      min: 0,
      max: 12,
      step: 0.5,
      value: 4,
    }),
    bottomUp: range({
      label: { en: 'bottom-up weight w↑', zh: '自下而上的权重 w↑' },
      min: 0,
      max: 12,
      step: 0.5,
      value: 1,
    }),
    event: range({
      label: { en: 'event at the last item', zh: '最后一项处的事件' },
      min: 0,
      max: 12,
      step: 0.5,
      value: 0,
    }),
  },
  compute({ template, features, v, topDown, bottomUp, event }) {
    mustFit(template, features, v);
    const places = features.map((_, i) => [i, 0]);
    const events = features.map((_, i) => (i === features.length - 1 ? event : 0));
    const trace = matrices(() =>
      priorityMap(tensor(template), tensor(features), tensor(places), tensor(v), {
        topDown,
        bottomUp,
        events: tensor([events]),
      }),
    );
    return {
      matrices: { template, features, v, ...trace },
      axes: {
        queries: template.map((_, i) => `q${template.length > 1 ? i + 1 : ''}`),
        keys: features.map((_, i) => `k${i + 1}`),
      },
      context: { topDown, bottomUp, events },
    };
  },
  figures: walk<unknown, Context>(steps),
  readout({ matrices: { weights = [], output = [] } }, _params, lang) {
    const [shares, told] = [weights[0] ?? [], output[0] ?? []].map((row) =>
      row.map((x) => fixed(x)).join(lang === 'zh' ? '，' : ', '),
    );
    return lang === 'zh' ? `权重：${shares}。输出：${told}。` : `Weights: ${shares}. Output: ${told}.`;
  },
});
