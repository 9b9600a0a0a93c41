// What widgets with matrices X, W_Q, W_K and W_V ask of them, and how they name their rows.
import type { Matrix } from '../../math/tensor.ts';
import { numbered, sizeText } from '../../widget/format.ts';
import { InputProblem } from '../../widget/problem.ts';

const names = { wq: 'W_Q', wk: 'W_K', wv: 'W_V' } as const;
/** Throws InputProblem where a projection has not as many columns as X, or queries and keys differ in width. */
export function mustProject(x: Matrix, projections: Partial<Record<keyof typeof names, Matrix>>): void {
  for (const [name, w] of Object.entries(projections) as [keyof typeof names, Matrix][]) {
    if (w[0]?.length === x[0]?.length) continue;
    throw new InputProblem({
      en: `X is ${sizeText(x)} and ${names[name]} is ${sizeText(w)}: a projection needs as many columns as X.`,
      zh: `X 是 ${sizeText(x)}，${names[name]} 是 ${sizeText(w)}：投影的列数必须与 X 的列数相同。`,
    });
  }
  const { wq, wk } = projections;
  if (wq !== undefined && wk !== undefined && wq.length !== wk.length) {
    throw new InputProblem({
      en: `W_Q is ${sizeText(wq)} and W_K is ${sizeText(wk)}: queries and keys need the same width, so the same number of rows.`,
      zh: `W_Q 是 ${sizeText(wq)}，W_K 是 ${sizeText(wk)}：查询与键一样宽，两者的行数必须相同。`,
    });
  }
}

/** x₁, x₂ … for the rows of X. */
export const named = (x: Matrix): string[] => numbered('x', x.length);
