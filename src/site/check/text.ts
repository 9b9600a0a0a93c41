// The text of an article: frontmatter, headings, formulas, cells, and ids that must be unique on the page.
import { parseDocument } from 'yaml';
import { halfWidthMark } from '../../components/data/chinese.ts';
import { messageOf } from '../../notebook/problem.ts';
import { renderMath } from '../../typeset/katex.ts';
import type { Check } from './article.ts';
import { pageIds } from './article.ts';

export const checkFrontmatter: Check = function* ({ outline }) {
  const document = parseDocument(outline.frontmatter);
  for (const { message, linePos } of document.errors) {
    yield {
      line: 1 + (linePos?.[0].line ?? 0),
      message: `frontmatter: ${message.split('\n')[0]?.replace(/ at line .*/, '')}`,
    };
  }
  const data = (document.errors.length > 0 ? {} : (document.toJS() ?? {})) as Record<string, unknown>;
  for (const name of document.errors.length > 0 ? [] : ['title', 'description']) {
    const value = data[name];
    if (typeof value !== 'string' || value.trim() === '')
      yield { line: 1, message: `frontmatter needs ${name}: a line of text` };
  }
};

export const checkHeadings: Check = function* ({ outline }) {
  for (const { id, text, depth, hasMath, line } of outline.headings) {
    if (depth === 1)
      yield { line, message: 'the title is the only heading of the first level; begin with ##' };
    if (id === undefined)
      yield { line, message: `heading “${text}” has no id; write ${'#'.repeat(depth)} ${text} {#an-id}` };
    else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
      yield { line, message: `heading id “${id}” must be lower-case letters, digits and single hyphens` };
    }
    if (hasMath) yield { line, message: `heading “${text}” contains maths` };
  }
};

export const checkIds: Check = function* ({ outline }) {
  const seen = new Map<string, number>();
  for (const { id, line } of pageIds(outline).sort((a, b) => a.line - b.line)) {
    const before = seen.get(id);
    if (before !== undefined) yield { line, message: `the id “${id}” is already used on line ${before}` };
    else seen.set(id, line);
  }
};

export const checkFormulas: Check = function* ({ outline }) {
  for (const { tex, display, line } of outline.formulas) {
    try {
      renderMath(tex, display);
    } catch (error) {
      const before = tex.slice(0, (error as { position?: number }).position ?? 0);
      // KaTeX underlines what it did not understand with combining characters, which few terminals show.
      yield { line: line + before.split('\n').length - 1, message: messageOf(error).replace(/\u0332/g, '') };
    }
  }
};

export const checkCells: Check = function* ({ outline }) {
  for (const { lang, meta, line } of outline.codes) {
    if (/\bcell\b/.test(meta) && lang !== 'ts')
      yield { line, message: `a cell is marked \`\`\`ts cell, not \`\`\`${lang} ${meta}` };
  }
};

export const checkMarks: Check = function* ({ outline, lang }) {
  for (const { text, line } of lang === 'zh' ? outline.texts : []) {
    for (const [i, row] of text.split('\n').entries()) {
      const message = halfWidthMark(row);
      if (message !== null) yield { line: line + i, message };
    }
  }
};
