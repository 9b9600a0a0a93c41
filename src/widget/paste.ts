// Matrices in pasted text: JSON, and what PyTorch and NumPy print (`tensor([[1., 0.]])`, `array([[1, 0]])`, `[[1. 0.]\n [0. 1.]]`),
// and rows of a spreadsheet.
import type { Text } from './text.ts';

export type Pasted = { readonly matrices: Readonly<Record<string, number[][]>> } | { readonly problem: Text };

const noMatrix: Text = {
  en: 'There is no matrix in this text. Expected rows of numbers, such as [[1, 0], [0, 1]].',
  zh: '这段文本里没有矩阵。需要的是一行行数字，例如 [[1, 0], [0, 1]]。',
};

const tooManyAxes: Text = {
  en: 'This has more than two axes. Expected matrices, such as [[1, 0], [0, 1]].',
  zh: '这里的数组超过两个轴。需要的是矩阵，例如 [[1, 0], [0, 1]]。',
};

/**
 * Reads matrices by name. A text with one matrix and no name is meant for `into`, or for the only known one.
 * Names are compared without regard to case.
 */
export function readMatrices(text: string, known: readonly string[], into: string | null): Pasted {
  const matrices: Record<string, number[][]> = {};
  if (/\[\s*\[\s*\[/.test(text)) return { problem: tooManyAxes };
  const found = [
    ...text.matchAll(
      /(?:["']?([\p{L}_][\p{L}\p{N}_]*)["']?\s*[:=]\s*)?(?:tensor|array|np\.array|torch\.tensor)?\(?\s*(\[\s*\[[\s\S]*?\]\s*\])/gu,
    ),
  ];
  for (const [, name, body = ''] of found) {
    const symbol =
      name === undefined ? (into ?? (known.length === 1 ? known[0] : undefined)) : same(name, known);
    const list = known.join(', ');
    if (symbol === undefined) {
      return name === undefined
        ? {
            problem: {
              en: `Several matrices can be set here. Name the one you mean: ${list}.`,
              zh: `这里可以填几个矩阵，请写明是哪一个：${list}。`,
            },
          }
        : {
            problem: {
              en: `No matrix here is called “${name}”. Known: ${list}.`,
              zh: `这里没有名为“${name}”的矩阵。可用的名字：${list}。`,
            },
          };
    }
    if (symbol in matrices) {
      return { problem: { en: `“${symbol}” is given twice.`, zh: `“${symbol}”出现了两次。` } };
    }
    matrices[symbol] = rowsOf(body);
  }
  if (found.length === 0) {
    const rows = text
      .trim()
      .split(/[\n;]/)
      .map((line) => numbersOf(line));
    if (into === null || text.trim() === '' || rows.flat().length < 2) return { problem: noMatrix };
    matrices[into] = rows;
  }
  return { matrices };
}

function same(name: string, known: readonly string[]): string | undefined {
  return known.find((symbol) => symbol.toLowerCase() === name.toLowerCase());
}

function rowsOf(body: string): number[][] {
  return [...body.matchAll(/\[([^[\]]*)\]/g)].map(([, line = '']) => numbersOf(line));
}

/** Text that is not a number becomes NaN, which the control then refuses with its place. */
function numbersOf(line: string): number[] {
  return line
    .trim()
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part) ? Number(part) : Number.NaN));
}
