// Shapes that the shared data have in common.
import { z } from 'astro/zod';
import { halfWidthMark } from './chinese.ts';

/** Chinese text may be folded over lines in YAML; the folds leave no space behind. */
const chinese = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const message = halfWidthMark(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .transform((text) =>
    text.replace(/(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])\s+(?=\p{Script=Han})/gu, ''),
  );

/** Text in both languages. */
export const bothLanguages = z.strictObject({ en: z.string().min(1), zh: chinese });

/** A literal that a widget's control can hold. */
const controlValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.array(z.number()))]);

/** Params of a widget that differ from its defaults. */
export const widgetState = z.strictObject({
  widget: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected <slug>/<name>'),
  set: z.record(z.string(), controlValue).default({}),
});

export type WidgetState = z.infer<typeof widgetState>;
