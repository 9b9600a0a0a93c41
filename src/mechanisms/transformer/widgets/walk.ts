// A whole Transformer of three layers in each stack: any layer, any sub-layer, every intermediate.
import { slice } from '@tensorflow/tfjs-core';
import { walk, type Step, type Walk } from '../../../figures/walk.ts';
import { mergeHeads } from '../../../math/heads.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { choice, range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { multiHeadAttention } from '../../multi-head-attention/kernel.ts';
import { steps as attention } from '../../multi-head-attention/trace.ts';
import { transformer } from '../kernel.ts';
import {
  conventionControl,
  drawStack,
  embed,
  heads,
  input,
  lengthOf,
  parametersOf,
  read,
  rowsOf,
  seedControl,
  untrained,
} from '../shared.ts';
import { steps, type Choices, type Context } from '../trace.ts';

const layers = 3;
const target = text({
  label: { en: 'what the decoder has so far', zh: '解码器已有的词' },
  value: { en: 'Le chat chassa le chien', zh: 'The cat chased the dog' },
  maxTokens: 9,
});
const start = '⟨s⟩';

/** The figures of each place; what a convention or a layer does not have is left out. */
const places = {
  self: ['x', 'selfInput', 'selfWeights', 'attended', 'selfSum', 'selfNormed'],
  cross: ['crossInput', 'crossWeights', 'crossed', 'crossSum', 'crossNormed'],
  feed: ['feedInput', 'hidden', 'fed', 'feedSum', 'output', 'final'],
  inside: ['q', 'k', 'v', 'scores', 'weights', 'heads'],
} as const;

const own: Record<string, Step<Choices, Context>> = {
  x: {
    title: { en: 'Input of the layer', zh: '这一层的输入' },
    formula: 'X',
    scale: 'scores',
    axes: ['tokens', 'features'],
  },
  ...steps,
  final: {
    title: { en: 'Normalised once more, at the end of the stack', zh: '整个堆叠末尾再规范化一次' },
    formula: String.raw`\operatorname{LN}(\O)`,
    scale: 'scores',
    axes: ['tokens', 'features'],
  },
};
const { q, k, v, scores, weights, heads: found } = attention;
/** Of what queries, keys and values are made, at each place and in each convention. */
const made = (symbol: string, w: string, self: string, cross: string) => ({
  variants: {
    self: String.raw`${symbol}=${self}\,{${w}}^{\top}`,
    selfPre: String.raw`${symbol}=\operatorname{LN}(${self})\,{${w}}^{\top}`,
    cross: String.raw`${symbol}=${cross}\,{${w}}^{\top}`,
    crossPre:
      cross === 'M'
        ? String.raw`${symbol}=M\,{${w}}^{\top}`
        : String.raw`${symbol}=\operatorname{LN}(${cross})\,{${w}}^{\top}`,
  },
  pick: ({ place, convention }: { place: string; convention: 'post' | 'pre' }) =>
    `${place.endsWith('Cross') ? 'cross' : 'self'}${convention === 'pre' ? 'Pre' : ''}`,
});
const inner = {
  q: { ...q, formula: made(String.raw`\sym{q}{\Q_i}`, 'W_i^Q', 'X', 'Y') },
  k: { ...k, formula: made(String.raw`\sym{k}{\K_i}`, 'W_i^K', 'X', 'M') },
  v: { ...v, formula: made(String.raw`\sym{v}{\V_i}`, 'W_i^V', 'X', 'M') },
  scores,
  weights,
  heads: found,
};

/** Shows a figure at its places only. */
const at = (slots: ReturnType<typeof walk>): ReturnType<typeof walk> =>
  slots.map((slot) => ({
    ...slot,
    data: (trace: Walk<Context> & { readonly shown: readonly string[] }, params, lang) =>
      trace.shown.includes(slot.name) ? slot.data(trace, params, lang) : null,
  }));

export default defineWidget({
  id: 'transformer/walk',
  title: { en: 'Every number of a whole Transformer', zh: '整个 Transformer 的每一个数' },
  provenance: untrained,
  mechanism: 'transformer',
  controls: {
    text: input,
    target,
    place: choice({
      label: { en: 'place', zh: '位置' },
      options: {
        encoderSelf: { en: 'encoder: self-attention', zh: '编码器：自注意力' },
        encoderFeed: { en: 'encoder: network', zh: '编码器：前馈网络' },
        decoderSelf: { en: 'decoder: self-attention', zh: '解码器：自注意力' },
        decoderCross: { en: 'decoder: cross-attention', zh: '解码器：交叉注意力' },
        decoderFeed: { en: 'decoder: network', zh: '解码器：前馈网络' },
      },
      value: 'decoderCross',
    }),
    layer: range({ label: { en: 'layer', zh: '层' }, min: 1, max: layers, step: 1, value: 1 }),
    head: range({ label: { en: 'head', zh: '头' }, min: 1, max: heads, step: 1, value: 1 }),
    inside: toggle({ label: { en: 'inside the attention', zh: '注意力内部' }, value: false }),
    convention: conventionControl,
    positions: toggle({ label: { en: 'add positions', zh: '加上位置' }, value: true }),
    seed: seedControl,
  },
  compute({ text: line, target: other, place, layer, head, inside, convention, positions, seed }, lang) {
    const source = readTokens(input, line, lang);
    const words = [start, ...readTokens(target, other, lang)];
    const decoding = place.startsWith('decoder');
    const kind = place.endsWith('Self') ? 'self' : place.endsWith('Cross') ? 'cross' : 'feed';
    const found = read(() => {
      const stream = parametersOf(seed);
      const parameters = {
        encoder: drawStack(stream, layers),
        decoder: drawStack(stream, layers, { decoder: true }),
      };
      const [from, to] = [embed(source, lang, seed, { positions }), embed(words, lang, seed, { positions })];
      const trace = transformer(from, to, parameters, { heads, normFirst: convention === 'pre' });
      const { layers: traces, output } = trace[decoding ? 'decoder' : 'encoder'];
      const own = parameters[decoding ? 'decoder' : 'encoder'].layers[layer - 1]!;
      const one = traces[layer - 1]!;
      const x = traces[layer - 2]?.output ?? (decoding ? to : from);
      const tensors = {
        x,
        ...one,
        w1: own.feed.w1,
        w2: own.feed.w2,
        ...(layer === layers && { final: output }),
      };
      if (kind !== 'feed') {
        // The same attention once more, for what is inside it.
        const parameters = own[kind]!;
        const query = kind === 'self' ? (one.selfInput ?? x) : (one.crossInput ?? one.selfNormed!);
        const key = kind === 'self' ? query : trace.encoder.output;
        const causal = decoding && kind === 'self';
        const { output: _output, ...parts } = multiHeadAttention(query, key, key, parameters, {
          heads,
          causal,
        });
        Object.assign(tensors, parts, { joined: mergeHeads(parts.heads), wo: parameters.wo });
        Object.assign(tensors, inside ? projectionsOf(head, parameters, query, key) : {});
      }
      const rows = Object.entries(tensors).map(([name, tensor]) => [name, rowsOf(tensor, head - 1)] as const);
      return Object.fromEntries(rows) as Record<string, Matrix>;
    });
    const queries = decoding ? words : source;
    return {
      matrices: found,
      axes: { tokens: queries, queries, keys: kind === 'cross' ? source : queries },
      context: {
        eps: 1e-5,
        scale: Math.sqrt(heads / 4),
        normalize: 'rows' as const,
        all: [],
        head: head - 1,
        width: 2,
      },
      shown: (inside && kind !== 'feed' ? places.inside : places[kind]) as readonly string[],
      stream: found[kind === 'self' ? 'selfSum' : kind === 'cross' ? 'crossSum' : 'output'] ?? [],
      added: found[kind === 'self' ? 'attended' : kind === 'cross' ? 'crossed' : 'fed'] ?? [],
    };
  },
  figures: [...at(walk(own)), ...at(walk(inner as unknown as Record<string, Step<Choices, Context>>))],
  readout({ stream, added }, { layer }, lang) {
    const mean = (rows: Matrix) => fixed(rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length);
    return lang === 'zh'
      ? `第 ${layer} 层，共 ${layers} 层。这个子层加上的向量平均长 ${mean(added)}，加完之后平均长 ${mean(stream)}。`
      : `Layer ${layer} of ${layers}. What this sub-layer adds is ${mean(added)} long on average; what comes out of it, ${mean(stream)}.`;
  },
});

/** What the arithmetic of an attention is made of: what asks, what is asked, and this head's part of the projections. */
function projectionsOf(
  head: number,
  { wq, wk, wv }: Parameters<typeof multiHeadAttention>[3],
  query: Parameters<typeof multiHeadAttention>[0],
  key: Parameters<typeof multiHeadAttention>[0],
) {
  const width = (wq.shape[0] ?? 0) / heads;
  const mine = (w: typeof wq) => slice(w, [(head - 1) * width, 0], [width, -1]);
  return { x: query, y: key, wq: mine(wq), wk: mine(wk), wv: mine(wv) };
}
