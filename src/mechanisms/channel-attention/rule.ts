// ECA's rule over many widths, and how many numbers each of the two mechanisms learns.
import { kernelSize } from './kernel.ts';

/** The widths on the axis: so dense that a step of the rule looks like one. */
export const widths: readonly number[] = Array.from({ length: 121 }, (_, i) => Math.round(2 ** (2 + i / 12)));

/** The length of the filter for C channels, the rule at every width, and the learned numbers of one block. */
export function rule(C: number, r: number, { gamma, b }: { gamma: number; b: number }) {
  const units = Math.max(1, Math.floor(C / r));
  const size = kernelSize(C, { gamma, b });
  return {
    C,
    size,
    lengths: widths.map((one) => kernelSize(one, { gamma, b })),
    quotients: widths.map((one) => Math.abs((Math.log2(one) + b) / gamma)),
    parameters: { se: 2 * C * units, biased: 2 * C * units + units + C, eca: size },
  };
}
