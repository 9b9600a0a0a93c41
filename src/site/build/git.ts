// Where a reader can edit an article: the address is known only to the publisher or to git.
import { execFileSync } from 'node:child_process';

/**
 * The address to which an article's path is appended: `EDIT` from the environment, else GitHub's editor when the remote
 * `origin` is there, else undefined, and then no edit link is shown.
 */
export function editBaseUrl(env: Record<string, string | undefined> = process.env): string | undefined {
  if (env['EDIT']) return env['EDIT'];
  const repository = /github\.com[:/]+([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    git('remote', 'get-url', 'origin'),
  )?.[1];
  if (!repository) return undefined;
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  return `https://github.com/${repository}/edit/${branch && branch !== 'HEAD' ? branch : 'main'}/`;
}

/** The output of a git command, or an empty string where there is no git, no repository or no answer. */
export function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
