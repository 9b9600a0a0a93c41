// Attributes in braces: their value, where it can be told without running the article.
import { runInNewContext } from 'node:vm';
import type { AttributeValue } from '../../components/data/outline.ts';

/** The value of an attribute; undefined where its expression names something that only the page knows. */
export function literal(attribute: AttributeValue | undefined): unknown {
  if (attribute === undefined || attribute === true || typeof attribute === 'string') return attribute;
  try {
    const json = runInNewContext(`JSON.stringify((${attribute.expression}))`, {}, { timeout: 5000 }) as
      string | undefined;
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}
