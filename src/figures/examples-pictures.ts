// Small examples of the kinds of figure that show pictures and maps, for their tests.
import { maps, type MapsData } from './maps.ts';
import { picture, type PictureData } from './picture.ts';

const side = 4;
const pixels = (shift: number): Float32Array =>
  Float32Array.from({ length: 3 * side * side }, (_, i) => ((i + shift) % 5) / 4);

const cat: PictureData = {
  label: 'cat',
  side,
  pixels: pixels(0),
  overlay: {
    name: 'weights',
    values: [
      [0.1, 0.4],
      [0.2, 0.3],
    ],
    scale: 'weights',
    opacity: 0.6,
  },
  at: { row: 1, column: 0 },
  handles: [{ x: 0.25, y: 0.5, label: 'head', name: 'head' }],
  explain: (row, column) => ({ text: `A[${row + 1}, ${column + 1}]` }),
};

const bare: PictureData = { label: 'patches', side, pixels: pixels(2), grid: { rows: 2, columns: 4 } };

const gates: MapsData = {
  maps: [
    { label: 'red', values: [[0.2, 0], [1, 0.5]], bar: 0.4, note: '0.40' }, // prettier-ignore
    { label: 'edges', values: [[0, 0], [0, 2]], bar: 1, note: '1.00' }, // prettier-ignore
  ],
  scale: 'value',
  labelTitle: 'channel',
  barTitle: 'gate',
};

export const pictures = {
  picture: {
    type: picture,
    data: cat,
    next: { ...cat, pixels: pixels(1), at: { row: 0, column: 1 } },
    other: { ...bare, label: 'cat' },
  },
  'picture-grid': {
    type: picture,
    data: bare,
    next: { ...bare, grid: { rows: 4, columns: 4 } },
    other: cat,
  },
  maps: {
    type: maps,
    data: gates,
    next: { ...gates, extent: 4 },
    other: { ...gates, maps: gates.maps.slice(0, 1).map(({ label, values }) => ({ label, values })) },
  },
};
