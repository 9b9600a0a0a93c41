// Runs scaled dot-product attention on the test data of the ONNX operator Attention, and softmax, hardmax, normalisations and
// rotary embedding on those of Softmax, Hardmax, LayerNormalization, RMSNormalization and RotaryEmbedding, re-encoded as JSON, by
// hand:
//
//     npx node src/mechanisms/onnx.ts <folder with onnx_*.json>
//
// Prints the largest difference of every float32 case, and fails when one is too large.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  add,
  concat,
  div,
  expandDims,
  fill,
  gather,
  less,
  range,
  reshape,
  sqrt,
  stack,
  tensor,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { mergeHeads, splitHeads } from '../math/heads.ts';
import { hardmax } from '../math/entmax.ts';
import { causalMask, combineMasks } from '../math/mask.ts';
import { layerNorm, rmsNorm, standardize } from '../math/norm.ts';
import { softmax } from '../math/softmax.ts';
import { compare, toTensor, type TensorData, type Vectors } from '../math/vectors.ts';
import { turnPairs } from './rotary-embedding/kernel.ts';
import { scaledDotProductAttention, type Trace } from './scaled-dot-product/kernel.ts';

interface OnnxCase {
  readonly name: string;
  readonly attrs: Readonly<Record<string, number | undefined>>;
  readonly inputs: Readonly<Record<string, TensorData>>;
  readonly outputs: Readonly<Record<string, TensorData>>;
}

/** The trace's entry that `qk_matmul_output` is; the stages 0 and 1 are not in it. */
const stages: readonly (keyof Trace | undefined)[] = [undefined, undefined, 'scores', 'weights'];

const folder = process.argv[2];
if (!folder) throw new Error('usage: node onnx.ts <folder with onnx_*.json>');
const files = readdirSync(folder).filter((file) =>
  /^onnx_(attention_.*|softmax_hardmax|layer_norm|rms_norm|rope)\.json$/.test(file),
);
if (files.length === 0)
  throw new Error(
    `invalid folder: no onnx_attention_*.json, onnx_softmax_hardmax.json, onnx_layer_norm.json or onnx_rope.json in ${folder}`,
  );

const rows = files.flatMap((file) => {
  const { cases, tolerance } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    cases: OnnxCase[];
    tolerance: Vectors['tolerance'];
  };
  const exact = cases.filter(({ outputs }) => (outputs['Y'] ?? outputs['y'])?.dtype === 'float32');
  return exact.flatMap((one) => run(one, tolerance).map((row) => ({ file, case: one.name, ...row })));
});
console.table(rows.map((row) => ({ ...row, difference: row.difference.toExponential(1) })));
const failed = rows.filter(({ agrees }) => !agrees);
console.log(`${rows.length - failed.length} of ${rows.length} outputs of ${files.length} files agree`);
if (failed.length > 0) process.exitCode = 1;

/** Every output of a case that the trace has, compared. */
function run({ name, attrs, inputs, outputs }: OnnxCase, tolerance: Vectors['tolerance']) {
  const compared: { output: string; difference: number; agrees: boolean }[] = [];
  tidy(() => {
    const x = inputs['x'] && toTensor(inputs['x']);
    const weigh = name.startsWith('test_hardmax') ? hardmax : softmax;
    const pairs = x
      ? [['y', weigh(x, attrs['axis'])] as const]
      : /^test_(layer|rms)_norm/.test(name)
        ? normalized(attrs, inputs)
        : inputs['cos_cache']
          ? [['Y', rotary(attrs, inputs)] as const]
          : results(attrs, inputs, outputs);
    for (const [output, got] of pairs) {
      const want = outputs[output];
      if (!want || !got) continue;
      if (String(got.shape) !== String(want.shape))
        throw new Error(`invalid shape: ${got.shape} of ${output}`);
      const { difference, agrees } = compare(got.dataSync(), want.data, tolerance);
      compared.push({ output, difference, agrees });
    }
  });
  return compared;
}

/** The outputs of LayerNormalization; without a bias, that of RMSNormalization. */
function normalized(
  { axis, epsilon: eps = 1e-5 }: OnnxCase['attrs'],
  inputs: OnnxCase['inputs'],
): [string, Tensor][] {
  const [x, gain] = [toTensor(inputs['X']!), toTensor(inputs['W']!)];
  if (!inputs['B']) return [['Y', rmsNorm(x, gain, { eps, axis })]];
  const bias = toTensor(inputs['B']);
  const { mean, variance } = standardize(x, { eps, axis });
  return [
    ['Y', layerNorm(x, gain, bias, { eps, axis })],
    ['Mean', mean],
    ['InvStdDev', div(1, sqrt(add(variance, eps)))],
  ];
}

/** The outputs of Attention that the trace has. */
function results(
  attrs: OnnxCase['attrs'],
  inputs: OnnxCase['inputs'],
  outputs: OnnxCase['outputs'],
): [string, Tensor | undefined][] {
  const trace = attention(attrs, inputs);
  const stage = stages[attrs['qk_matmul_output_mode'] ?? 0];
  return [
    ['Y', outputs['Y']?.shape.length === 3 ? mergeHeads(trace.output) : trace.output],
    ['qk_matmul_output', stage && trace[stage]],
  ];
}

/** The operator's attributes and inputs as arguments of the kernel. */
function attention(attrs: OnnxCase['attrs'], inputs: OnnxCase['inputs']): Trace {
  const read = (name: string) => inputs[name] && toTensor(inputs[name]);
  const heads = (name: string, count = 1) => {
    const x = toTensor(inputs[name]!);
    return x.rank === 3 ? splitHeads(x, count) : x;
  };
  const after = (past: Tensor | undefined, x: Tensor) => (past ? concat([past, x], 2) : x);
  const q = heads('Q', attrs['q_num_heads']);
  const k = after(read('past_key'), heads('K', attrs['kv_num_heads']));
  const v = after(read('past_value'), heads('V', attrs['kv_num_heads']));
  const given = lengthened(read('attn_mask'), k.shape[2] ?? 0);
  const mask = given?.dtype === 'bool' ? given : undefined;
  const options = {
    bias: given && !mask ? given : undefined,
    scale: attrs['scale'],
    softcap: attrs['softcap'],
  };
  const lengths = inputs['nonpad_kv_seqlen']?.data.map(Number);
  const causal = attrs['is_causal'] === 1;
  if (!lengths) {
    const past = inputs['past_key']?.shape[2] ?? 0;
    return scaledDotProductAttention(q, k, v, { ...options, mask, causal, past });
  }
  // The valid keys of each batch entry, and causality from their end.
  const [T = 0, S = 0] = [q.shape[2], k.shape[2]];
  const valid = lengths.map((length) => {
    const open = less(range(0, S), tensor(length)); // (S)
    return combineMasks(open, causal && causalMask(T, S, { past: length - T }))!;
  });
  const perEntry = stack(valid.map((one) => reshape(one, [1, -1, S]))); // (B, 1, T or 1, S)
  return scaledDotProductAttention(q, k, v, { ...options, mask: combineMasks(mask, perEntry) });
}

/** A mask or bias for the first keys only closes the others. */
function lengthened(mask: Tensor | undefined, S: number): Tensor | undefined {
  const missing = mask ? S - mask.shape.at(-1)! : 0;
  if (!mask || missing <= 0 || mask.shape.at(-1) === 1) return mask;
  const bool = mask.dtype === 'bool';
  return concat(
    [mask, fill([...mask.shape.slice(0, -1), missing], bool ? 0 : -Infinity, bool ? 'bool' : 'float32')],
    -1,
  );
}

/** The output of RotaryEmbedding: each row of the caches is the cosines, or sines, of a position; they say how much turns. */
function rotary(attrs: OnnxCase['attrs'], inputs: OnnxCase['inputs']): Tensor {
  const x = toTensor(inputs['X']!);
  const ids = inputs['position_ids'] && toTensor({ ...inputs['position_ids'], dtype: 'int32' });
  const [cosines, sines] = ['cos_cache', 'sin_cache'].map((name) => {
    const cache = toTensor(inputs[name]!);
    return expandDims(ids ? gather(cache, ids) : cache, 1); // (B, 1, T, pairs)
  });
  const turned = turnPairs(
    x.rank === 3 ? splitHeads(x, attrs['num_heads'] ?? 1) : x,
    cosines!,
    sines!,
    attrs['interleaved'] === 1 ? 'interleaved' : 'halves',
  );
  return x.rank === 3 ? mergeHeads(turned) : turned;
}
