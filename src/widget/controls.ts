// The controls of the widget contract. A control is plain data: what is rendered, parsed and checked follows from it.
import type { Text } from './text.ts';

/** A number on a slider. `unit` and `digits` say how its value is shown. */
export interface RangeControl {
  readonly kind: 'range';
  readonly label: Text;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly unit: Text;
  /** Map from the slider's position to the value's text; by default the number with the step's digits. */
  readonly show: (value: number) => string;
  /** Buttons that move it: one step, or `perSecond` steps a second until its end. For time, draws, steps of training. */
  readonly play?: { readonly perSecond: number };
}

/** One of a few named options. */
export interface ChoiceControl<K extends string = string> {
  readonly kind: 'choice';
  readonly label: Text;
  readonly options: Readonly<Record<K, Text>>;
  readonly value: K;
}

/** On or off. */
export interface ToggleControl {
  readonly kind: 'toggle';
  readonly label: Text;
  readonly value: boolean;
}

/** A line of text in any language. The default may differ by language. */
export interface TextControl {
  readonly kind: 'text';
  readonly label: Text;
  readonly value: Text;
  /** The longest input that is read, in tokens; past it the reader is told and the figures stay. */
  readonly maxTokens: number;
  /** Another text that can be shown, where not every text can: an empty field suggests it. */
  readonly example?: Text;
}

/** A matrix whose cells can be typed, dragged and pasted; its size follows what is pasted. */
export interface MatrixControl {
  readonly kind: 'matrix';
  readonly label: Text;
  /** The matrix's name in JSON that a reader pastes: `{"Q": [[…]]}`. */
  readonly symbol: string;
  readonly value: readonly (readonly number[])[];
  /** Largest absolute value of an entry. */
  readonly limit: number;
  /** The change of one arrow key press or one dragged step. */
  readonly step: number;
  readonly maxRows: number;
  readonly maxColumns: number;
  /** The colour scale of its cells. */
  readonly scale: 'query' | 'key' | 'value' | 'output' | 'scores';
}

/**
 * A picture: one of the program's drawings, what a reader draws on a pad, or an image of their own. Its value is text that
 * `picture.ts` reads.
 */
export interface ImageControl {
  readonly kind: 'image';
  readonly label: Text;
  readonly value: string;
  /** The drawings to choose from, by their names. */
  readonly drawings: readonly string[];
  /** Pixels on a side that are kept of a reader's own image. */
  readonly side: number;
}

export type Control =
  RangeControl | ChoiceControl | ToggleControl | TextControl | MatrixControl | ImageControl;
export type Controls = Readonly<Record<string, Control>>;

/** The value that a control holds. */
export type ValueOf<C extends Control> = C extends MatrixControl
  ? number[][]
  : C extends TextControl | ImageControl
    ? string
    : C extends { readonly value: infer V }
      ? V
      : never;

/** The current values of a widget's controls, typed from the controls. */
export type Params<C extends Controls> = { -readonly [K in keyof C]: ValueOf<C[K]> };

type Spec<C extends Control, Optional extends keyof C> = Omit<C, 'kind' | Optional> &
  Partial<Pick<C, Optional>>;

/** A slider. */
export function range(spec: Spec<RangeControl, 'unit' | 'show'>): RangeControl {
  const digits = digitsOf(spec.step);
  return { kind: 'range', unit: '', show: (value) => value.toFixed(digits), ...spec };
}

/** The value nearest to a number at which a slider can stand; its own default for what is no number. */
export function nearest({ min, max, step, value }: RangeControl, to: number): number {
  if (!Number.isFinite(to)) return value;
  const most = Math.floor((max - min) / step + 1e-6);
  const steps = Math.min(most, Math.max(0, Math.round((to - min) / step)));
  return Number((min + steps * step).toFixed(Math.max(digitsOf(step), digitsOf(min))));
}

/** How many digits after the point a step needs: 0.25 needs two. */
function digitsOf(step: number): number {
  let digits = 0;
  while (digits < 9 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-9) digits += 1;
  return digits;
}

/** A choice among named options; at most about five, so that all are seen. */
export function choice<K extends string>(spec: {
  readonly label: Text;
  readonly options: Readonly<Record<K, Text>>;
  readonly value: NoInfer<K>;
}): ChoiceControl<K> {
  return { kind: 'choice', ...spec };
}

/** An on/off switch. */
export function toggle(spec: Omit<ToggleControl, 'kind'>): ToggleControl {
  return { kind: 'toggle', ...spec };
}

/** A line of text, read as tokens. */
export function text(spec: Spec<TextControl, 'maxTokens'>): TextControl {
  return { kind: 'text', maxTokens: 16, ...spec };
}

/** A matrix to lay hands on. */
export function matrix(
  spec: Spec<MatrixControl, 'limit' | 'step' | 'maxRows' | 'maxColumns' | 'scale'>,
): MatrixControl {
  return { kind: 'matrix', limit: 1000, step: 0.1, maxRows: 8, maxColumns: 8, scale: 'scores', ...spec };
}

/** A picture of the program, the reader's drawing or their own image. */
export function image(spec: Spec<ImageControl, 'drawings' | 'side'>): ImageControl {
  return { kind: 'image', drawings: ['cat', 'shapes', 'stripes', 'dot'], side: 64, ...spec };
}
