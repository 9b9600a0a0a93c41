// Pooling, in the layout of PyTorch: features are (…, C, H, W).
import { max, mean as average, reshape, slice, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { assertFits, pair, type Pair } from './pair.ts';
import { sizes } from './shape.ts';
import './tensor.ts';

/**
 * The mean of every size × size window; windows do not overlap, and what does not fill one at the right or below is left out, as
 * torch.nn.functional.avg_pool2d has it.
 *
 * @param x (…, C, H, W)
 * @returns (…, C, ⌊H / rows⌋, ⌊W / columns⌋)
 * @throws when the window is larger than the image
 */
export function avgPool2d(x: Tensor, size: Pair): Tensor {
  return tidy(() => {
    const { split, shape } = windows(x, size);
    return reshape(average(split, [2, 4]), shape);
  });
}

/**
 * The largest entry of every size × size window, NaN if there is one in it; otherwise like {@link avgPool2d}.
 *
 * @param x (…, C, H, W)
 * @returns (…, C, ⌊H / rows⌋, ⌊W / columns⌋)
 * @throws when the window is larger than the image
 */
export function maxPool2d(x: Tensor, size: Pair): Tensor {
  return tidy(() => {
    const { split, shape } = windows(x, size);
    return reshape(max(split, [2, 4]), shape);
  });
}

/** The image cut into whole windows, (…·C, H′, rows, W′, columns), and the shape of one number for each of them. */
function windows(x: Tensor, size: Pair): { split: Tensor; shape: number[] } {
  const { H, W } = sizes({ x: [x, '… C H W'] });
  const [rows, columns] = pair(size);
  assertFits('window', [rows, columns], [H, W]);
  const [down, across] = [Math.floor(H / rows), Math.floor(W / columns)];
  const whole = slice(reshape(x, [-1, H, W]), [0, 0, 0], [-1, down * rows, across * columns]);
  return {
    split: reshape(whole, [-1, down, rows, across, columns]),
    shape: [...x.shape.slice(0, -2), down, across],
  };
}
