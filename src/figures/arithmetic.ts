// Sums and quotients spelled out, as a reader would check them: `0.42·0.10 + 0.31·0.20 = 0.104`.
import { fixed, short } from '../widget/format.ts';

/** Terms that are written out; a longer sum ends in an ellipsis. */
const mostTerms = 8;

/** A negative factor or summand stands in parentheses. */
function factor(value: number): string {
  return value < 0 ? `(${short(value)})` : short(value);
}

/** `a₁·b₁ + a₂·b₂ + … = result`. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>, result: number): string {
  const terms = Array.from(
    { length: Math.min(mostTerms, a.length) },
    (_, i) => `${factor(a[i] ?? 0)}·${factor(b[i] ?? 0)}`,
  );
  if (a.length > mostTerms) terms.push('…');
  return `${terms.join(' + ')} = ${fixed(result, 3)}`;
}

/** `e^x / (e^a + e^b + …) = e1 / (e2 + e3) = result`: one weight of a softmax. */
export function softmaxWeight(score: number, among: ArrayLike<number>, result: number): string {
  if (score === Number.NEGATIVE_INFINITY) return `e^−∞ = 0`;
  const finite = Array.from(among).filter((x) => x !== Number.NEGATIVE_INFINITY);
  const shown = finite.slice(0, mostTerms);
  const more = finite.length > mostTerms ? ' + …' : '';
  const powers = shown.map((x) => `e^${factor(x)}`).join(' + ') + more;
  const numbers = shown.map((x) => short(Math.exp(x))).join(' + ') + more;
  return `e^${factor(score)} / (${powers}) = ${short(Math.exp(score))} / (${numbers}) = ${fixed(result, 3)}`;
}
