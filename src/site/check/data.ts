// The shared data: they can be read, and name only what exists.
import { bibliography } from '../../components/data/bibliography.ts';
import { claims, claimsFile } from '../../components/data/claims.ts';
import { glossary } from '../../components/data/glossary.ts';
import { inlineHtml } from '../../components/data/inline.ts';
import { unknown } from '../../components/data/known.ts';
import { ArticleError, messageOf } from '../../notebook/problem.ts';
import type { Problem } from '../../notebook/problem.ts';
import type { Known } from './known.ts';
import { stateProblems } from './widgets.ts';

/** The ids of the shared data, and what is wrong in its files; `readable` is false where one of them could not be read. */
export function checkData(root: string, known: Known) {
  const problems: Problem[] = [];
  let readable = true;
  const read = <T>(load: (root: string) => ReadonlyMap<string, T>): ReadonlyMap<string, T> => {
    try {
      return load(root);
    } catch (error) {
      if (!(error instanceof ArticleError)) throw error;
      problems.push(...error.problems);
      readable = false;
      return new Map();
    }
  };
  const statements = read(claims);
  const ids = {
    citation: [...read(bibliography).keys()],
    term: [...read(glossary).keys()],
    claim: [...statements.keys()],
  };
  for (const [id, claim] of statements) {
    const problem = (message: string) =>
      problems.push({ file: claimsFile, line: claim.line, message: `claim ${id}: ${message}` });
    for (const { id: key } of claim.cites)
      if (!ids.citation.includes(key)) problem(unknown('citation', key, ids.citation));
    for (const text of [claim.truth.en, claim.truth.zh]) {
      try {
        inlineHtml(text);
      } catch (error) {
        problem(messageOf(error));
      }
    }
    if (claim.experiment === undefined) continue;
    const { widget, set } = claim.experiment;
    const found = known.widgets.get(widget);
    if (found === undefined) problem(unknown('widget', widget, known.widgets.keys()));
    else for (const message of stateProblems(found.controls, set)) problem(`${widget}: ${message}`);
  }
  return { ids, problems, readable };
}
