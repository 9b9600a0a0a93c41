// The value of a simple formula in TeX, so that a formula and the function that it stands for can be compared.

const tokens = /\\[a-zA-Z]+|\d+(?:\.\d+)?|[a-zA-Z]|[-+/^_{}()]/g;

/**
 * Evaluates a formula of numbers, one-letter variables, `+ - /`, products (`n d`, `\cdot`, `\times`), powers, `\frac`,
 * `\sqrt`, `\log_2`, `\ln`, `\lceil …\rceil`, and brackets.
 * @throws for anything else, naming it
 */
export function evaluate(formula: string, variables: Readonly<Record<string, number>>): number {
  const rest = formula.replaceAll(/\\(?:left|right|,|;|!)/g, '').match(tokens) ?? [];
  const skipped = formula
    .replaceAll(/\\(?:left|right|,|;|!)/g, '')
    .replaceAll(tokens, '')
    .trim();
  if (skipped !== '') throw new Error(`invalid formula: “${skipped}” in ${formula}`);
  const value = sum();
  if (rest.length > 0) throw new Error(`invalid formula: “${rest[0]}” in ${formula}`);
  return value;

  function sum(): number {
    let total = product();
    while (rest[0] === '+' || rest[0] === '-') total += rest.shift() === '+' ? product() : -product();
    return total;
  }

  /** Factors side by side are multiplied. */
  function product(): number {
    let total = power();
    for (
      let next = rest[0];
      next !== undefined && !['+', '-', ')', '}', '\\rceil'].includes(next);
      next = rest[0]
    ) {
      if (next === '\\cdot' || next === '\\times' || next === '/') rest.shift();
      total = next === '/' ? total / power() : total * power();
    }
    return total;
  }

  function power(): number {
    const base = atom();
    if (rest[0] !== '^') return base;
    rest.shift();
    return base ** atom();
  }

  function atom(): number {
    const token = rest.shift() ?? '';
    if (/^\d/.test(token)) return Number(token);
    if (Object.hasOwn(variables, token)) return variables[token]!;
    switch (token) {
      case '-':
        return -power();
      case '{':
        return closed('}');
      case '(':
        return closed(')');
      case '\\lceil':
        return Math.ceil(closed('\\rceil'));
      case '\\frac':
        return atom() / atom();
      case '\\sqrt':
        return Math.sqrt(atom());
      case '\\ln':
        return Math.log(power());
      case '\\log': {
        if (rest.shift() !== '_')
          throw new Error(`invalid formula: a logarithm without a base in ${formula}`);
        const base = atom();
        return Math.log(power()) / Math.log(base);
      }
      default:
        throw new Error(`invalid formula: “${token}” in ${formula}`);
    }
  }

  function closed(by: string): number {
    const value = sum();
    if (rest.shift() !== by) throw new Error(`invalid formula: “${by}” is missing in ${formula}`);
    return value;
  }
}
