// The Content-Security-Policy of every page. It is a <meta> element, since a static host gives no say over headers.
import { createHash } from 'node:crypto';
import type { AstroUserConfig } from 'astro';

type Csp = Exclude<NonNullable<NonNullable<AstroUserConfig['security']>['csp']>, boolean>;

/** Astro's part: it adds the hashes of the scripts and styles that it bundles. */
export const contentSecurityPolicy: Csp = {
  directives: [
    "default-src 'self'",
    "base-uri 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
  ],
  // The search and the kernels' WASM backend.
  scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
  // KaTeX and Plot place things by style attributes; style elements need a hash.
  styleDirective: {
    resources: [
      { resource: "'self'", kind: 'element' },
      { resource: "'unsafe-inline'", kind: 'attribute' },
    ],
  },
};

/** A page whose policy allows the inline scripts and styles that it holds; a page without a policy is returned as it is. */
export function allowInlineScripts(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes]) => !/\stype="(?!module)[^"]*"/.test(attributes ?? ''))
    .map(([, , code]) => code ?? '');
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, code]) => code ?? '');
  return allow(allow(html, 'script-src', scripts), 'style-src-elem', styles);
}

/** Adds the hashes of inline code to a directive of the page's policy. */
function allow(html: string, directive: string, codes: readonly string[]): string {
  const hashes = codes
    .map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
    .filter((hash) => !html.includes(hash));
  if (hashes.length === 0) return html;
  const place = new RegExp(`(<meta http-equiv="content-security-policy"[^>]*?${directive})(?=[\\s;])`);
  return html.replace(place, (start) => [start, ...new Set(hashes)].join(' '));
}
