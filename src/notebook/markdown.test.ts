import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { expect, it } from 'vitest';
import { notebookMarkdown } from './markdown.ts';
import { cell } from './testing.ts';

it('names each piece for its component, in the order in which they run', async () => {
  const source = `a <Value of="1" />

<Predict answer="'b'">

${cell('const c = 2')}

<Fragment slot="answer">d <Value of="3" /></Fragment>

</Predict>
`;
  const fileURL = pathToFileURL('/house/content/zh/family/slug.mdx');
  const { code } = await mdxToJs(source, { mdastPlugins: [notebookMarkdown], fileURL, jsx: true });
  expect(code).toContain('<Value of="1" piece="zh/family/slug#0" />');
  expect(code).toContain('<Predict answer="\'b\'" piece="zh/family/slug#1">');
  expect(code).toMatch(/<Cell piece="zh\/family\/slug#2"><_components.pre>.*const c = 2.*<\/Cell>/s);
  expect(code).toContain('<Value of="3" piece="zh/family/slug#3" />');
});
