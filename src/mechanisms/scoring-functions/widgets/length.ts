// What happens to the scores when one key grows longer and keeps its direction.
import { squeeze, tensor3d } from '@tensorflow/tfjs-core';
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { scoredAttention } from '../kernel.ts';
import { drawParameters, kindNames, kinds, strokeOf, tensorsOf } from '../trace.ts';

const lengths = Array.from({ length: 41 }, (_, i) => i / 4);
const query = [1.3, 0.75];
const others = [
  [0.9, 0.3],
  [-1.1, 0.6],
];

/** The same three keys at every length of the second: (lengths, 3, 2). */
const keysAt = (degrees: number): number[][][] =>
  lengths.map((length) => {
    const radians = (degrees * Math.PI) / 180;
    return [others[0]!, [length * Math.cos(radians), length * Math.sin(radians)], others[1]!];
  });

function curvesOf(
  values: readonly number[][],
  at: number,
  lang: Lang,
): Pick<CurvesData, 'x' | 'xTitle' | 'at' | 'curves'> {
  return {
    x: lengths,
    xTitle: lang === 'zh' ? 'k₂ 的长度' : 'length of k₂',
    at,
    curves: kindNames.map((kind, i) => ({
      label: pick(kinds[kind].label, lang),
      ...strokeOf(kind),
      y: values[i] ?? [],
    })),
  };
}

export default defineWidget({
  id: 'scoring-functions/length',
  title: { en: 'A key grows longer', zh: '一个键越来越长' },
  provenance: {
    en: 'Constructed: the vectors. Random: the parameters, from the seed.',
    zh: '向量是人为构造的；参数由随机种子生成。',
  },
  mechanism: 'scoring-functions',
  controls: {
    length: range({
      label: { en: 'length of the key k₂', zh: '键 k₂ 的长度' },
      min: 0,
      max: 10,
      step: 0.25,
      value: 2,
    }),
    angle: range({
      label: { en: 'angle between q and k₂', zh: 'q 与 k₂ 的夹角' },
      min: 0,
      max: 180,
      step: 5,
      value: 45,
      unit: '°',
    }),
    beta: range({
      label: { en: 'sharpness β of cosine', zh: '余弦的锐度 β' },
      min: 0,
      max: 10,
      step: 0.5,
      value: 4,
    }),
    seed: range({
      label: { en: 'seed of the parameters', zh: '参数的随机种子' },
      min: 1,
      max: 20,
      step: 1,
      value: 16,
    }),
  },
  compute({ angle, beta, seed }) {
    const k = keysAt(angle + (Math.atan2(query[1]!, query[0]!) * 180) / Math.PI);
    const parameters = drawParameters(2, 3, seed);
    const traces = kindNames.map((kind) =>
      matrices(() => {
        const keys = tensor3d(k); // (lengths, 3, 2)
        const { scores, weights } = scoredAttention(matrix([query]), keys, keys, {
          kind,
          ...tensorsOf(parameters[kind], beta),
        });
        // Location scores read no key, hence have no axis for the lengths.
        const flat = (x: typeof scores) => (x.rank === 3 ? squeeze(x, [1]) : x); // (lengths, 3)
        return { scores: flat(scores), weights: flat(weights) };
      }),
    );
    const second = (rows: number[][]) => lengths.map((_, i) => (rows[i] ?? rows[0])?.[1] ?? Number.NaN);
    return {
      scores: traces.map(({ scores }) => second(scores)),
      weights: traces.map(({ weights }) => second(weights)),
    };
  },
  figures: [
    {
      name: 'score',
      title: { en: 'Score of k₂', zh: 'k₂ 的分数' },
      caption: {
        en: 'Dot, scaled dot and general are straight lines; cosine is level; additive bends and levels off; location does not know.',
        zh: '点积、缩放点积、双线性是直线，余弦是水平线，加性先弯曲、再趋平，位置对此一无所知。',
      },
      type: curves,
      data: ({ scores }, { length }, lang) => ({
        ...curvesOf(scores, length, lang),
        yTitle: lang === 'zh' ? '分数' : 'score',
        yDomain: [-10, 15],
      }),
    },
    {
      name: 'weight',
      title: { en: 'Weight of k₂ among the three keys', zh: 'k₂ 在三个键中的权重' },
      type: curves,
      data: ({ weights }, { length }, lang) => ({
        ...curvesOf(weights, length, lang),
        yTitle: lang === 'zh' ? '权重' : 'weight',
        yDomain: [0, 1],
      }),
    },
  ],
  readout({ scores }, { length }, lang) {
    const i = Math.round(length * 4);
    const parts = kindNames.map(
      (kind, n) => `${pick(kinds[kind].label, lang)} ${fixed(scores[n]?.[i] ?? Number.NaN)}`,
    );
    return parts.join(lang === 'zh' ? '，' : ', ');
  },
});
