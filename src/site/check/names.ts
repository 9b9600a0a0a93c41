// Ids that an article names: sources, terms, claims, equations, mechanisms. Citations need a list of references.
import { unknown } from '../../components/data/known.ts';
import { citedKeys, citedPlaces, equationNumbers, textAttribute } from '../../components/data/numbering.ts';
import type { Check, Subject } from './article.ts';
import { partsNamed } from './article.ts';

/** The attribute of a component that names something, what it names, and what there is of it. */
function named({
  outline,
  known,
  ids,
}: Subject): Readonly<Record<string, [attribute: string, kind: string, known: readonly string[]]>> {
  return {
    Cite: ['id', 'citation', ids.citation],
    Term: ['id', 'term', ids.term],
    Claim: ['id', 'claim', ids.claim],
    Ref: ['to', 'equation', [...equationNumbers(outline).keys()]],
    Source: ['of', 'mechanism', known.mechanisms],
    Costs: ['of', 'mechanism', known.mechanisms],
    Properties: ['of', 'mechanism', known.mechanisms],
    Agreement: ['of', 'mechanism', known.mechanisms],
  };
}

/** Components that name several things at once: “a, b”. */
const lists = ['Cite', 'Costs', 'Properties'];

export const checkNames: Check = function* (subject) {
  const { outline } = subject;
  const names = named(subject);
  for (const part of outline.parts) {
    const [attribute = '', kind = '', known = []] = Object.hasOwn(names, part.name)
      ? (names[part.name] ?? [])
      : [];
    const text = textAttribute(part, attribute);
    const keys = lists.includes(part.name) ? citedKeys(text) : [text].filter((name) => name !== '');
    for (const key of keys) {
      if (!known.includes(key)) yield { line: part.lineOf(attribute), message: unknown(kind, key, known) };
    }
    const places = part.name === 'Cite' ? citedPlaces(textAttribute(part, 'at')) : [];
    if (places.length > Math.max(1, keys.length)) {
      yield {
        line: part.lineOf('at'),
        message: `<Cite at> has more places (“a; b”) than sources (“${text}”)`,
      };
    }
  }
  const first = outline.parts.find(({ name }) => name === 'Cite' || name === 'Claim');
  if (first !== undefined && partsNamed(outline, 'References').length === 0) {
    yield { line: first.line, message: 'the article cites, but has no <References />' };
  }
};
