// TeX to HTML and MathML, at build time.
import katex from 'katex';

/**
 * `\sym{scores}{…}` says which matrix of a mechanism's trace a part of a formula is: the page marks its other places when a
 * reader points at one (embed/linked.ts).
 *
 * Symbols that have a role, and with it a colour on the whole site: `\Q`, `\K`, `\V`, `\O` for queries, keys, values and
 * output. `\role{query}{q_i}` gives the role's colour to anything else, and says
 * that it is the input or output of that role: the trace's q, k, v or output.
 */
const macros = {
  '\\role': '\\htmlData{role=#1}{#2}',
  '\\sym': '\\htmlData{sym=#1}{#2}',
  '\\Q': '\\role{query}{Q}',
  '\\K': '\\role{key}{K}',
  '\\V': '\\role{value}{V}',
  '\\O': '\\role{output}{O}',
  '\\softmax': '\\operatorname{softmax}',
};

const ofRole: Readonly<Record<string, string>> = { query: 'q', key: 'k', value: 'v', output: 'output' };

/**
 * The HTML of a formula, with MathML for those who do not see it. Throws KaTeX's ParseError, whose message names what it
 * did not understand. The TeX source is left out of the MathML: it would double the size and be found by the search.
 */
export function renderMath(tex: string, displayMode: boolean): string {
  const html = katex.renderToString(tex, {
    displayMode,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    trust: ({ command }) => command === '\\htmlData' || command === '\\htmlClass',
    macros: { ...macros },
  });
  return html
    .replace(/<annotation [^>]*>[\s\S]*?<\/annotation>/g, '')
    .replace(/<\/?semantics>/g, '')
    .replace(/\u200b/g, '')
    .replace(/data-role="(\w+)"/g, (role, name: string) =>
      ofRole[name] === undefined ? role : `${role} data-sym="${ofRole[name]}"`,
    );
}
