// TeX to HTML and MathML, at build time.
import katex from 'katex';

/**
 * Symbols that have a role, and with it a colour on the whole site: `\Q`, `\K`, `\V`, `\O` for queries, keys, values and
 * output. `\role{query}{q_i}` gives the role's colour to anything else.
 */
const macros = {
  '\\role': '\\htmlData{role=#1}{#2}',
  '\\Q': '\\role{query}{Q}',
  '\\K': '\\role{key}{K}',
  '\\V': '\\role{value}{V}',
  '\\O': '\\role{output}{O}',
  '\\softmax': '\\operatorname{softmax}',
};

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
    trust: ({ command }) => command === '\\htmlData' || command === '\\htmlClass' || command === '\\htmlId',
    macros: { ...macros },
  });
  return html
    .replace(/<annotation [^>]*>[\s\S]*?<\/annotation>/g, '')
    .replace(/<\/?semantics>/g, '')
    .replace(/\u200b/g, '');
}
