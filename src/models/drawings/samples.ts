// The first of the drawings that training never showed, as train.py wrote them: not chosen.
import type { Scene } from './drawing.ts';
import data from './results.json' with { type: 'json' };

export const samples = data.samples as readonly unknown[] as readonly Scene[];
