// `npm run reference`: runs every reference.py, which writes its vectors.json, and says which vectors changed.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A Python that has PyTorch: the one on the path, else Debian's. */
function findPython(): string | undefined {
  return ['python3', '/usr/bin/python3', 'python'].find(
    (python) => spawnSync(python, ['-c', 'import torch']).status === 0,
  );
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const python = findPython();
if (python === undefined) {
  console.error(
    'The references need Python 3 with PyTorch 1.13 or newer, and found none. On Debian: apt-get install python3-torch. Elsewhere: pip install torch.\nThe tests do not need it: the vectors are committed.',
  );
  process.exit(1);
}

let changed = 0;
for (const reference of globSync('src/mechanisms/*/reference.py').sort()) {
  const vectors = join(dirname(reference), 'vectors.json');
  const before = read(vectors);
  const { status, stdout } = spawnSync(python, [reference], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) {
    console.error(`${reference} failed.`);
    process.exit(1);
  }
  const same = read(vectors) === before;
  if (!same) changed += 1;
  console.log(`${vectors}: ${stdout.trim()}, ${same ? 'unchanged' : before === '' ? 'new' : 'CHANGED'}`);
}
console.log(
  changed === 0
    ? 'No vectors changed.'
    : `${changed} changed: look at the difference, then run npm run test:unit.`,
);
