// A formula that is drawn before its fonts are there moves when they come. So a page asks for the fonts of its formulas
// together with its stylesheet, and only for those: KaTeX's classes say which they are.

/** KaTeX's fonts, by the classes in its stylesheet that need them. The small ones are part of the stylesheet. */
const fonts: Readonly<Record<string, RegExp>> = {
  'Main-Regular': /class="katex/,
  'Math-Italic': /\bmathnormal\b/,
  'Main-Bold': /\b(mathbf|textbf)\b/,
  'Main-Italic': /\b(mathit|textit)\b/,
  'Math-BoldItalic': /\bboldsymbol\b/,
  'AMS-Regular': /\b(mathbb|amsrm|textbb)\b/,
  'Caligraphic-Regular': /\bmathcal\b/,
  'Script-Regular': /\b(mathscr|textscr)\b/,
  'SansSerif-Regular': /\b(mathsf|textsf)\b/,
  'Typewriter-Regular': /\b(mathtt|texttt)\b/,
  'Size1-Regular': /\b(delimsizing size1|delim-size1|small-op)\b/,
  'Size2-Regular': /\b(delimsizing size2|large-op)\b/,
  'Size3-Regular': /\bdelimsizing size3\b/,
  'Size4-Regular': /\b(delimsizing size4|delim-size4)\b/,
};

/**
 * A page with preload links for the fonts of its formulas. `assets` are the addresses of the site's files, of which the
 * fonts are `…/KaTeX_<name>.<hash>.woff2`.
 */
export function preloadMathFonts(html: string, assets: readonly string[]): string {
  const classes = [...html.matchAll(/\sclass="[^"]*"/g)].map(([attribute]) => attribute).join('');
  const links = Object.entries(fonts)
    .filter(([, needs]) => needs.test(classes))
    .flatMap(([name]) =>
      assets.filter((asset) => asset.includes(`/KaTeX_${name}.`) && asset.endsWith('.woff2')),
    )
    .map((href) => `<link rel="preload" as="font" type="font/woff2" href="${href}" crossorigin>`);
  return html.replace(/<link rel="stylesheet"/, (start) => links.join('') + start);
}
