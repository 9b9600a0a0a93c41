// Drawings by the program, of flat shapes. Places are shares of the picture, x from the left and y from the top.
import { box, ellipse, everywhere, stroke, triangle, type Rgb, type Shape } from './shapes.ts';
import type { Text } from './text.ts';

/** A place in a picture: 0…1 from the left, 0…1 from the top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A part that can be moved, and where it stands at first. */
export interface Part extends Spot {
  readonly name: string;
  readonly label: Text;
}

export interface Drawing {
  readonly label: Text;
  readonly parts: readonly Part[];
  /** The shapes from the back to the front; the first fills the picture. */
  shapes(at: (part: string) => Spot): readonly Shape[];
}

const wall: Rgb = [205, 220, 232];
const floor: Rgb = [150, 132, 116];
const fur: Rgb = [224, 134, 52];
const stripe: Rgb = [140, 74, 26];
const light: Rgb = [250, 240, 224];
const black: Rgb = [30, 32, 30];
const pink: Rgb = [232, 120, 130];

const cat: Drawing = {
  label: { en: 'Cat', zh: '猫' },
  parts: [
    { name: 'head', label: { en: 'head', zh: '头' }, x: 0.3, y: 0.36 },
    { name: 'body', label: { en: 'body', zh: '身体' }, x: 0.52, y: 0.66 },
    { name: 'tail', label: { en: 'tail', zh: '尾巴' }, x: 0.82, y: 0.44 },
  ],
  shapes(at) {
    const [head, body, tail] = [at('head'), at('body'), at('tail')];
    return [
      everywhere(wall),
      { color: floor, has: (_, y) => y > 0.78 },
      stroke(fur, tail.x - 0.06, tail.y + 0.16, tail.x, tail.y, 0.045),
      stroke(fur, tail.x, tail.y, tail.x + 0.05, tail.y - 0.13, 0.045),
      ellipse(light, tail.x + 0.05, tail.y - 0.13, 0.05),
      ellipse(fur, body.x, body.y, 0.25, 0.19),
      box(stripe, body.x - 0.04, body.y - 0.09, 0.02, 0.08),
      box(stripe, body.x + 0.06, body.y - 0.09, 0.02, 0.08),
      ellipse(light, body.x - 0.12, body.y + 0.17, 0.06, 0.04),
      ellipse(light, body.x + 0.12, body.y + 0.17, 0.06, 0.04),
      triangle(fur, head.x - 0.11, head.y - 0.26, 0.2, 0.08),
      triangle(fur, head.x + 0.11, head.y - 0.26, 0.2, 0.08),
      ellipse(fur, head.x, head.y, 0.18, 0.16),
      ellipse(light, head.x, head.y + 0.08, 0.09, 0.06),
      ellipse(black, head.x - 0.07, head.y - 0.03, 0.03),
      ellipse(black, head.x + 0.07, head.y - 0.03, 0.03),
      ellipse(pink, head.x, head.y + 0.05, 0.03, 0.025),
    ];
  },
};

const shapes: Drawing = {
  label: { en: 'Shapes', zh: '形状' },
  parts: [
    { name: 'circle', label: { en: 'red circle', zh: '红色圆形' }, x: 0.27, y: 0.3 },
    { name: 'square', label: { en: 'blue square', zh: '蓝色方形' }, x: 0.72, y: 0.38 },
    { name: 'triangle', label: { en: 'yellow triangle', zh: '黄色三角形' }, x: 0.42, y: 0.74 },
  ],
  shapes(at) {
    const [circle, square, corner] = [at('circle'), at('square'), at('triangle')];
    return [
      everywhere([236, 236, 232]),
      ellipse([204, 40, 44], circle.x, circle.y, 0.16),
      box([44, 84, 200], square.x, square.y, 0.14),
      triangle([236, 196, 40], corner.x, corner.y - 0.16, 0.3, 0.18),
    ];
  },
};

/** The period of stripes, as a share of the picture: four pixels of 32. */
const period = 0.125;
const dark = (at: number): boolean => (((at / period) % 1) + 1) % 1 < 0.5;

const stripes: Drawing = {
  label: { en: 'Textures', zh: '纹理' },
  parts: [
    { name: 'corner', label: { en: 'where the four textures meet', zh: '四种纹理的交点' }, x: 0.5, y: 0.5 },
  ],
  shapes(at) {
    const { x: cx, y: cy } = at('corner');
    return [
      everywhere([232, 230, 222]),
      {
        color: [58, 56, 66],
        has: (x, y) =>
          x < cx ? (y < cy ? dark(y) : dark((x + y) * 0.75)) : y < cy ? dark(x) : dark(x) !== dark(y),
      },
    ];
  },
};

const dot: Drawing = {
  label: { en: 'Bright dot', zh: '亮点' },
  parts: [{ name: 'dot', label: { en: 'bright dot', zh: '亮点' }, x: 0.3, y: 0.3 }],
  shapes(at) {
    const { x, y } = at('dot');
    return [everywhere([28, 30, 38]), box([255, 250, 235], x, y, 0.05)];
  },
};

/** Every drawing by its name. */
export const drawings: Readonly<Record<string, Drawing>> = { cat, shapes, stripes, dot };
