import { describe, expect, it } from 'vitest';
import { newDocument } from '../figures/testing.ts';
import { range } from '../widget/controls.ts';
import { atEnd, createRun, renderPlay, stepped, type PlayControl, type Run, type Stage } from './play.ts';

const control = (spec: Partial<Parameters<typeof range>[0]> & { perSecond?: number } = {}): PlayControl => {
  const { perSecond = 20, ...rest } = spec;
  return range({
    label: { en: 'draws', zh: '抽样次数' },
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    play: { perSecond },
    ...rest,
  }) as PlayControl;
};

/** A page whose frames take `frame` milliseconds, and one whose answer to a value takes `work` more. */
function page({ frame = 1000 / 60, work = 0, calm = false, value = 0 } = {}) {
  let [time, late, ended] = [0, 0, 0];
  let busy = false;
  let waiting: (() => void)[] = [];
  const writes: { value: number; time: number }[] = [];
  const stage: Stage = {
    now: () => time,
    frame: (callback) => void waiting.push(callback),
    calm: () => calm,
    busy: () => busy,
    read: () => value,
    write(next) {
      value = next;
      late += work;
      writes.push({ value, time });
    },
    ended: () => void (ended += 1),
  };
  return {
    stage,
    writes,
    values: () => writes.map((write) => write.value),
    ended: () => ended,
    set: (next: number) => void (value = next),
    work: (is: boolean) => void (busy = is),
    /** Lets time pass. */
    pass(milliseconds: number) {
      for (const until = time + milliseconds; time < until;) {
        time += frame + late;
        late = 0;
        const calls = waiting;
        waiting = [];
        for (const call of calls) call();
      }
    },
  };
}

const play = (it: PlayControl, on: ReturnType<typeof page>, milliseconds: number): Run => {
  const run = createRun(it, on.stage);
  on.pass(milliseconds);
  return run;
};

describe('stepped', () => {
  it.each([
    [0, 1, 1],
    [99, 1, 100],
    [98, 7, 100],
    [100, 1, 100],
  ])('from %d by %d steps comes to %d', (value, steps, want) => {
    expect(stepped(control(), value, steps)).toBe(want);
  });

  it('writes decimals as a reader would', () => {
    const tenths = control({ max: 2, step: 0.1 });
    let value = 0;
    for (let i = 0; i < 7; i += 1) value = stepped(tenths, value, 1);
    expect(value).toBe(0.7);
  });

  it('ends where the last step ends, which may be before max', () => {
    const odd = control({ max: 10, step: 4 });
    expect(stepped(odd, 4, 9)).toBe(8);
    expect(atEnd(odd, 8)).toBe(true);
    expect(atEnd(odd, 4)).toBe(false);
  });
});

describe('a run', () => {
  it('takes the first step at once and then so many a second', () => {
    const on = page();
    play(control(), on, 1000);
    expect(on.values().slice(0, 3)).toEqual([1, 2, 3]);
    expect(on.values().at(-1)).toBeGreaterThanOrEqual(20);
    expect(on.values().at(-1)).toBeLessThanOrEqual(22);
  });

  it('takes several steps in a frame when it is faster than frames', () => {
    const on = page();
    play(control({ perSecond: 600, max: 10_000 }), on, 1000);
    expect(on.writes.length).toBeLessThanOrEqual(61);
    expect(on.values().at(-1)).toBeGreaterThan(580);
  });

  it('rests as long as its work takes, and keeps its speed', () => {
    const on = page({ work: 100 });
    play(control({ perSecond: 60, max: 10_000 }), on, 3000);
    const gaps = on.writes.slice(1).map(({ time }, i) => time - (on.writes[i]?.time ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
    expect(on.values().at(-1)).toBeGreaterThan(150);
  });

  it('waits for work that goes on elsewhere', () => {
    const on = page();
    play(control(), on, 200);
    on.work(true);
    const count = on.writes.length;
    on.pass(500);
    expect(on.writes.length).toBe(count);
    on.work(false);
    on.pass(100);
    expect(on.writes.length).toBeGreaterThan(count);
  });

  it('updates at most four times a second where motion is reduced, at the same speed', () => {
    const on = page({ calm: true });
    play(control(), on, 2000);
    expect(on.writes.length).toBeLessThanOrEqual(9);
    expect(on.values()[0]).toBe(1);
    expect(on.values().at(-1)).toBeGreaterThanOrEqual(34);
  });

  it('ends at max, once', () => {
    const on = page({ value: 97 });
    play(control(), on, 2000);
    expect(on.values()).toEqual([98, 99, 100]);
    expect(on.ended()).toBe(1);
  });

  it('begins again from min when it is started at max', () => {
    const on = page({ value: 100 });
    play(control(), on, 120);
    expect(on.values().slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('ends when somebody else moves the range, and leaves it there', () => {
    const on = page();
    play(control(), on, 200);
    const count = on.writes.length;
    on.set(50);
    on.pass(1000);
    expect(on.writes.length).toBe(count);
    expect(on.stage.read()).toBe(50);
    expect(on.ended()).toBe(1);
  });

  it('stops when told to', () => {
    const on = page();
    const run = play(control(), on, 200);
    run.stop();
    run.stop();
    const count = on.writes.length;
    on.pass(1000);
    expect(on.writes.length).toBe(count);
    expect(on.ended()).toBe(1);
  });
});

it('renders two buttons that say what they move', () => {
  const buttons = [...renderPlay(newDocument(), control(), 100, 'en').querySelectorAll('button')];
  expect(buttons.map((button) => button.textContent)).toEqual(['One more step', 'Run']);
  expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
    'One more step: draws',
    'Run: draws',
  ]);
  expect(buttons.map((button) => button.getAttribute('aria-disabled'))).toEqual(['true', null]);
});
