// A message through one vector of fixed length, and through one vector for each letter: how much comes back.
import { additiveAttention } from '../kernel.ts';
import { curves } from '../../../figures/curves.ts';
import { random, randomMatrix, type Random } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { bump } from '../trace.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const lengths = [1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24];
const longest = 24;
const trials = 4;

interface Codes {
  readonly codes: Matrix;
  /** Of each pair of features, cosine and sine of the angle by which it is turned at every step. */
  readonly turns: readonly (readonly [cos: number, sin: number])[];
}

/** Turns each pair of features, forwards or back; nothing is lost. */
function turn(x: number[], turns: Codes['turns'], way: 1 | -1): void {
  turns.forEach(([cos, sin], p) => {
    const [a, b] = [x[2 * p] ?? 0, x[2 * p + 1] ?? 0];
    x[2 * p] = a * cos - way * b * sin;
    x[2 * p + 1] = way * a * sin + b * cos;
  });
}

/** The letter whose code has the largest product with a vector. */
function nearest(x: readonly number[], codes: Matrix): number {
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  codes.forEach((code, letter) => {
    let product = 0;
    for (let f = 0; f < x.length; f += 1) product += (x[f] ?? 0) * (code[f] ?? 0);
    if (product > most) [best, most] = [letter, product];
  });
  return best;
}

/** What comes back from the last state of a linear recurrence, s ← R s + code: each place by undoing its turns. */
function fromOneVector(message: readonly number[], { codes, turns }: Codes): number[] {
  const state = (codes[0] ?? []).map(() => 0);
  for (const letter of message) {
    turn(state, turns, 1);
    for (let f = 0; f < state.length; f += 1) state[f] = (state[f] ?? 0) + (codes[letter]?.[f] ?? 0);
  }
  const got = message.map((_, back) => {
    if (back > 0) turn(state, turns, -1);
    return nearest(state, codes);
  });
  return got.reverse();
}

/** What comes back by looking: an annotation holds the place and the code of its letter, a state asks for a place. */
function byLooking(message: readonly number[], { codes }: Codes): number[] {
  const { wa, ua, va } = bump(6, 6);
  const { output } = matrices(() => {
    const h = message.map((letter, j) => [j + 1, 1, ...(codes[letter] ?? [])]);
    const onlyPlaces = ua.map((row) => [...row, ...(codes[0] ?? []).map(() => 0)]);
    const trace = additiveAttention(matrix(message.map((_, j) => [j + 1])), matrix(h), {
      wa: matrix(wa),
      ua: matrix(onlyPlaces),
      va: matrix(va),
    });
    return { output: trace.output };
  });
  return output.map((context) => nearest(context.slice(2), codes));
}

const drawn = (source: Random, length: number): number[] =>
  Array.from({ length }, () => Math.floor(source.uniform(0, letters.length)));

const share = (got: readonly number[], want: readonly number[]): number =>
  got.filter((letter, j) => letter === want[j]).length / want.length;

const spelled = (got: readonly number[], want: readonly number[]): string =>
  got.map((letter, j) => (letter === want[j] ? letters[letter] : letters[letter]?.toLowerCase())).join('');

interface Measured {
  readonly d: number;
  readonly seed: number;
  readonly message: readonly number[];
  readonly codes: Codes;
  /** The longest message, as it comes back by looking. */
  readonly looked: readonly number[];
  /** At each length the share of letters that come back right. */
  readonly packed: readonly number[];
  readonly read: readonly number[];
}

/** The last measurement is kept: a length only cuts it. */
let kept: Measured | undefined;

function measure(d: number, seed: number): Measured {
  const source = random(seed);
  const message = drawn(source, longest);
  const messages = [message, ...Array.from({ length: trials - 1 }, () => drawn(source, longest))];
  const codes: Codes = {
    codes: randomMatrix(letters.length, d, source),
    turns: Array.from({ length: d / 2 }, () => {
      const angle = source.uniform(0, 2 * Math.PI);
      return [Math.cos(angle), Math.sin(angle)] as const;
    }),
  };
  const looked = byLooking(message, codes);
  // The mean share over the messages, each cut to each length.
  const packed = lengths.map((n) => {
    const shares = messages.map((all) => share(fromOneVector(all.slice(0, n), codes), all.slice(0, n)));
    return shares.reduce((total, x) => total + x, 0) / trials;
  });
  const read = lengths.map((n) => share(looked.slice(0, n), message.slice(0, n)));
  return { d, seed, message, codes, looked, packed, read };
}

export default defineWidget({
  id: 'additive-attention/bottleneck',
  title: { en: 'One vector for the whole message', zh: '整条消息装进一个向量' },
  provenance: {
    en: 'Random: codes of the letters, and messages. Constructed: a recurrence that forgets nothing, and a reader that knows it. A trained network packs better, and has a limit too.',
    zh: '字母的编码和消息是随机的；循环网络是人为构造的，什么也不遗忘，读者也知道它怎么编码。训练出来的网络装得更好，但同样有上限。',
  },
  mechanism: 'additive-attention',
  controls: {
    length: range({
      label: { en: 'letters in the message', zh: '消息的字母数' },
      min: 1,
      max: longest,
      step: 1,
      value: 12,
    }),
    d: range({
      label: { en: 'features of the vector', zh: '向量的特征数' },
      min: 4,
      max: 64,
      step: 4,
      value: 32,
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 4 }),
  },
  compute({ length, d, seed }) {
    kept = kept?.d === d && kept.seed === seed ? kept : measure(d, seed);
    const { message, codes, looked, packed, read } = kept;
    const sent = message.slice(0, length);
    return { sent, vector: fromOneVector(sent, codes), looked: looked.slice(0, length), packed, read };
  },
  figures: [
    {
      name: 'share',
      title: { en: 'Letters that come back right', zh: '读回来正确的字母' },
      caption: {
        en: 'Mean over four messages. The last state has as many features for one letter as for all.',
        zh: '四条消息的平均。最后的状态，装一个字母和装全部字母，用的是同样多的特征。',
      },
      type: curves,
      data: ({ packed, read }, { length }, lang) => ({
        x: lengths,
        xTitle: lang === 'zh' ? '消息的字母数' : 'letters in the message',
        yTitle: lang === 'zh' ? '正确的比例' : 'share that is right',
        yDomain: [0, 1],
        at: length,
        curves: [
          {
            label: lang === 'zh' ? '逐字回看' : 'looking back',
            color: 'var(--scale-weights)',
            y: read,
          },
          {
            label: lang === 'zh' ? '一个向量' : 'one vector',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: packed,
          },
        ],
      }),
    },
  ],
  readout({ sent, vector, looked }, _params, lang) {
    const [a, b, c] = [sent, vector, looked].map((got) => spelled(got, sent));
    return lang === 'zh'
      ? `发出 ${a}。一个向量读回 ${b}，逐字回看读回 ${c}。小写的是错的。`
      : `Sent ${a}. From one vector ${b}, by looking back ${c}. Small letters are wrong.`;
  },
});
