// A sound at a place to which nobody attends: an event in another sense takes the priority map for a while.
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { priorityMap } from '../kernel.ts';

const places = 6;
const held = 1;
/** When the sound comes, and how long it takes until it counts for 1/e; in milliseconds. */
const onset = 200;
const decay = 150;
const times = Array.from({ length: 41 }, (_, i) => 25 * i);

const identity: Matrix = Array.from({ length: places }, (_, i) =>
  Array.from({ length: places }, (_unused, j) => Number(i === j)),
);
const line: Matrix = identity.map((_, i) => [i, 0]);

/** How much the event counts at a time. */
const event = (loudness: number, t: number): number =>
  t < onset ? 0 : loudness * Math.exp(-(t - onset) / decay);

/** The weights of all places at one time. */
function weightsAt(t: number, topDown: number, loudness: number, place: number): number[] {
  const { weights } = matrices(() =>
    priorityMap(matrix([identity[held] ?? []]), matrix(identity), matrix(line), matrix(line), {
      topDown,
      bottomUp: 1,
      reach: 1000,
      events: matrix([(identity[place - 1] ?? []).map((x) => x * event(loudness, t))]),
    }),
  );
  return weights[0] ?? [];
}

const name = (lang: Lang): string => (lang === 'zh' ? '位置' : 'place');

export default defineWidget({
  id: 'human-attention/sound',
  title: { en: 'You watch place 2, and something bangs', zh: '你正看着位置 2，突然一声响' },
  provenance: {
    en: `Constructed: six equal places; the sound comes at ${onset} ms and fades with a time constant of ${decay} ms, a number chosen for the figure.`,
    zh: `人为构造：六个一样的位置；声音在 ${onset} 毫秒时响起，以 ${decay} 毫秒的时间常数衰减，这个数是为作图而定的。`,
  },
  mechanism: 'human-attention',
  controls: {
    topDown: range({
      label: { en: 'top-down weight w↓', zh: '自上而下的权重 w↓' },
      min: 0,
      max: 8,
      step: 0.5,
      value: 3,
    }),
    loudness: range({
      label: { en: 'strength of the sound', zh: '声音的强度' },
      min: 0,
      max: 10,
      step: 0.5,
      value: 6,
    }),
    place: range({
      label: { en: 'place of the sound', zh: '声音的位置' },
      min: 1,
      max: places,
      step: 1,
      value: 5,
    }),
    time: range({
      label: { en: 'time', zh: '时间' },
      min: 0,
      max: 1000,
      step: 25,
      value: 225,
      unit: { en: ' ms', zh: ' 毫秒' },
      play: { perSecond: 20 },
    }),
  },
  compute({ topDown, loudness, place, time }) {
    const course = times.map((t) => weightsAt(t, topDown, loudness, place));
    return { now: course[times.indexOf(time)] ?? weightsAt(time, topDown, loudness, place), course };
  },
  figures: [
    {
      name: 'course',
      title: { en: 'Weights over time', zh: '权重随时间的变化' },
      type: curves,
      data: ({ course }, { place, time }, lang) => {
        const zh = lang === 'zh';
        const of = (i: number) => course.map((weights) => weights[i] ?? 0);
        return {
          x: times,
          xTitle: zh ? '时间（毫秒）' : 'time (ms)',
          yTitle: zh ? '权重' : 'weight',
          yDomain: [0, 1],
          at: time,
          curves: [
            { label: zh ? '你看的位置' : 'place you watch', color: 'var(--c-query)', y: of(held) },
            {
              label: zh ? '声音的位置' : 'place of the sound',
              color: 'var(--c-key)',
              dash: '6 4',
              y: of(place - 1),
            },
          ],
        };
      },
    },
    {
      name: 'now',
      title: { en: 'At the chosen time', zh: '所选时刻' },
      type: bars,
      data: ({ now }, _params, lang) => ({
        labels: now.map((_, i) => String(i + 1)),
        values: now,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: name(lang),
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ course }, { place }, lang) {
    const taken = times.filter((_, i) => (course[i]?.[place - 1] ?? 0) > (course[i]?.[held] ?? 0));
    const [from, to] = [taken[0], taken.at(-1)];
    const most = fixed(Math.max(...course.map((weights) => weights[place - 1] ?? 0)));
    if (from === undefined || to === undefined)
      return lang === 'zh'
        ? `声音没有夺走注意力：它的位置最多得到 ${most}。`
        : `The sound does not take attention: its place gets at most ${most}.`;
    return lang === 'zh'
      ? `从 ${from} 到 ${to} 毫秒，声音的位置权重更大，最多 ${most}。`
      : `From ${from} to ${to} ms the place of the sound has the larger weight, at most ${most}.`;
  },
});
