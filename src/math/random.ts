// Seeded randomness: the same seed gives the same numbers, on every machine and in every browser.
//
// The generator is xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
// 2021); its state is filled from the seed by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), as its authors advise.
import type { Matrix } from './tensor.ts';

/** A stream of random numbers. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low?: number, high?: number): number;
  /** Normal, with a mean and a standard deviation. */
  normal(mean?: number, deviation?: number): number;
}

/** The stream of a seed, an integer. */
export function random(seed: number): Random {
  const next = xoshiro128(splitMix64(seed));
  const unit = () => next() / 2 ** 32; // [0, 1)
  return {
    uniform: (low = 0, high = 1) => low + (high - low) * unit(),
    // Box and Muller (1958): an angle and a radius, from two uniform numbers; 1 − u keeps the logarithm finite.
    normal: (mean = 0, deviation = 1) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}

/** A matrix of independent standard normal numbers, from a seed or from a stream at hand. */
export function randomMatrix(rows: number, columns: number, source: number | Random): Matrix {
  const stream = typeof source === 'number' ? random(source) : source;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => stream.normal()));
}

/** xoshiro128**: from four 32-bit words of state, not all 0, a stream of integers in [0, 2³²). */
export function xoshiro128(state: Uint32Array): () => number {
  const s = Uint32Array.from(state) as Uint32Array & Record<0 | 1 | 2 | 3, number>;
  return () => {
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  };
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** SplitMix64: two 64-bit numbers from a seed, as four words, the low one first. */
function splitMix64(seed: number): Uint32Array {
  if (!Number.isSafeInteger(seed)) throw new Error(`invalid seed: ${seed}`);
  let state = BigInt(seed);
  const word = (): bigint => {
    state += 0x9e3779b97f4a7c15n;
    let z = BigInt.asUintN(64, state);
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
  return Uint32Array.from([word(), word()].flatMap((z) => [Number(BigInt.asUintN(32, z)), Number(z >> 32n)]));
}
