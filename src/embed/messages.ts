// What a page and its worker say to each other. All of it travels by structured clone.
import type { Lang, Text } from '../widget/text.ts';
import type { Values } from '../widget/params.ts';

/** From the page: a widget is to be computed, or a job under way is to be changed. */
export type Order =
  | {
      readonly kind: 'start';
      readonly job: number;
      readonly widget: string;
      readonly params: Values;
      readonly lang: Lang;
    }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly job: number };

/** From the worker. */
export type Report =
  | { readonly kind: 'progress'; readonly job: number; readonly share: number }
  | { readonly kind: 'done'; readonly job: number; readonly trace: unknown }
  /** An InputProblem. */
  | { readonly kind: 'problem'; readonly job: number; readonly text: Text }
  | { readonly kind: 'error'; readonly job: number; readonly message: string }
  /** With what the worker computes from now on; `why` it is not the fast one. */
  | { readonly kind: 'backend'; readonly name: 'wasm' | 'cpu'; readonly why: string | null };
