// Parameters and multiplications of a layer and of a model, at the reader's sizes.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';

const lengths = Array.from({ length: 11 }, (_, i) => 2 ** (i + 4));

/** Parameters of a layer with all biases, gains and norms; a decoder layer has one attention and one norm more. */
export function parametersOf(d: number, inner: number, decoder: boolean): number {
  const attention = 4 * d * d + 4 * d;
  const feed = 2 * d * inner + inner + d;
  return (decoder ? 2 : 1) * attention + feed + (decoder ? 3 : 2) * 2 * d;
}

export default defineWidget({
  id: 'transformer/cost',
  title: { en: 'What a Transformer is made of, in numbers', zh: '用数字看 Transformer 由什么组成' },
  mechanism: 'transformer',
  controls: {
    d: range({
      label: { en: 'features d', zh: '特征数 d' },
      min: 4,
      max: 13,
      step: 1,
      value: 9,
      show: (power) => count(2 ** power),
    }),
    ratio: range({
      label: { en: 'network d_ff / d', zh: '前馈网络 d_ff / d' },
      min: 1,
      max: 8,
      step: 1,
      value: 4,
    }),
    layers: range({
      label: { en: 'layers N in each stack', zh: '每个堆叠的层数 N' },
      min: 1,
      max: 24,
      step: 1,
      value: 6,
    }),
    vocabulary: range({
      label: { en: 'vocabulary', zh: '词表大小' },
      min: 1000,
      max: 128000,
      step: 1000,
      value: 37000,
      show: count,
    }),
    n: range({
      label: { en: 'tokens n', zh: '词元数 n' },
      min: 4,
      max: 14,
      step: 1,
      value: 8,
      show: (power) => count(2 ** power),
    }),
  },
  compute({ d: power, ratio, layers, vocabulary, n: long }) {
    const [d, n] = [2 ** power, 2 ** long];
    const inner = ratio * d;
    const encoder = layers * parametersOf(d, inner, false);
    const decoder = layers * parametersOf(d, inner, true);
    const embedding = vocabulary * d;
    return {
      n,
      rows: { encoder, decoder, embedding, all: encoder + decoder + embedding },
      one: { attention: 4 * d * d, feed: 2 * d * inner },
      work: { projections: 4 * n * d * d, attention: 2 * n * n * d, feed: 2 * n * d * inner },
      linear: lengths.map((length) => (4 * d * d + 2 * d * inner) * length),
      quadratic: lengths.map((length) => 2 * length * length * d),
      crossing: 2 * d + inner,
    };
  },
  figures: [
    {
      name: 'parameters',
      title: { en: 'Parameters', zh: '参数' },
      caption: {
        en: 'With biases and normalisations. The embedding is counted once: source, target and output share it, as in the paper.',
        zh: '计入偏置和规范化。词嵌入只数一次：源端、目标端和输出共用，与论文一致。',
      },
      type: numbers,
      data: ({ rows }, { layers }, lang) => {
        const zh = lang === 'zh';
        const share = (x: number) => `${fixed((100 * x) / rows.all, 0)} %`;
        const line = (label: string, value: number) => ({ label, values: [count(value), share(value)] });
        return {
          head: ['', zh ? '个数' : 'number', zh ? '占比' : 'share'],
          rows: [
            line(zh ? '编码器各层' : 'encoder layers', rows.encoder),
            line(zh ? '解码器各层' : 'decoder layers', rows.decoder),
            line(zh ? '词嵌入' : 'embedding', rows.embedding),
            line(zh ? `合计，N = ${layers}` : `all, N = ${layers}`, rows.all),
          ],
        };
      },
    },
    {
      name: 'work',
      title: { en: 'Multiplications of one encoder layer', zh: '编码器一层的乘法次数' },
      type: numbers,
      data: ({ work }, _params, lang) => {
        const zh = lang === 'zh';
        const all = work.projections + work.attention + work.feed;
        const line = (label: string, value: number) => ({
          label,
          values: [count(value), `${fixed((100 * value) / all, 0)} %`],
        });
        return {
          head: ['', zh ? '次数' : 'number', zh ? '占比' : 'share'],
          rows: [
            line(zh ? '四个投影 4nd²' : 'four projections 4nd²', work.projections),
            line(zh ? '点积与求和 2n²d' : 'products and sums 2n²d', work.attention),
            line(zh ? '前馈网络 2nd·d_ff' : 'network 2nd·d_ff', work.feed),
          ],
        };
      },
    },
    {
      name: 'growth',
      title: { en: 'Multiplications over the length', zh: '乘法次数随长度增长' },
      type: curves,
      data: ({ linear, quadratic, n }, _params, lang) => ({
        x: lengths,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '词元数 n' : 'tokens n',
        yTitle: lang === 'zh' ? '乘法次数' : 'multiplications',
        yDomain: [1e3, 1e14],
        at: n,
        curves: [
          {
            label: lang === 'zh' ? '注意力 2n²d' : 'attention 2n²d',
            color: 'var(--scale-weights)',
            y: quadratic,
          },
          {
            label: lang === 'zh' ? '投影与网络' : 'all linear layers',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: linear,
          },
        ],
      }),
    },
  ],
  readout({ one, crossing }, { ratio }, lang) {
    const both = count(one.attention + one.feed);
    return lang === 'zh'
      ? `一个编码器层的权重：(4 + ${2 * ratio}) d² = ${both}。从 n = ${count(crossing)} 起，注意力的乘法多于其余全部。`
      : `Weights of one encoder layer: (4 + ${2 * ratio}) d² = ${both}. From n = ${count(crossing)} on, attention multiplies more than all the rest.`;
  },
});
