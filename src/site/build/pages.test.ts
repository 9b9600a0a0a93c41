import { describe, expect, it } from 'vitest';
import { allowInlineScripts } from './csp.ts';
import { preloadMathFonts } from './math-fonts.ts';

const policy = `<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self' 'sha256-a';">`;

describe('the policy of a page', () => {
  it('allows the inline scripts of the page by their hashes', () => {
    const page = allowInlineScripts(`${policy}<script>alert(1)</script>`);
    // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
    expect(page).toContain(
      "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'self' 'sha256-a'",
    );
  });

  it('is left alone when it allows them already, and when scripts are files or data', () => {
    const page = allowInlineScripts(`${policy}<script>alert(1)</script>`);
    expect(allowInlineScripts(page)).toBe(page);
    const other = `${policy}<script type="module" src="/a.js"></script><script type="application/json">{}</script>`;
    expect(allowInlineScripts(other)).toBe(other);
  });
});

describe('the fonts of formulas', () => {
  const assets = [
    '/b/_astro/KaTeX_Main-Regular.x.woff2',
    '/b/_astro/KaTeX_Main-Bold.x.woff2',
    '/b/_astro/a.css',
  ];

  it('are asked for before the stylesheet, and only those that the page needs', () => {
    const page = preloadMathFonts(
      '<link rel="stylesheet" href="/b/_astro/a.css"><span class="katex"></span>',
      assets,
    );
    expect(page).toMatch(
      /^<link rel="preload" as="font" [^>]*href="\/b\/_astro\/KaTeX_Main-Regular\.x\.woff2"/,
    );
    expect(page).not.toContain('Main-Bold');
  });

  it('are not asked for by a page without formulas', () => {
    const page = '<link rel="stylesheet" href="/b/_astro/a.css"><p>mathbf</p>';
    expect(preloadMathFonts(page, assets)).toBe(page);
  });
});
