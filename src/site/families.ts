// The families of mechanisms, in the order of the site, with their names in both languages.
import type { Text } from '../widget/text.ts';

export interface Family {
  /** The folder's name under `content/<lang>/`. */
  readonly id: string;
  readonly name: Text;
  /** What its articles have in common, in one sentence. */
  readonly about: Text;
}

export const families: readonly Family[] = [
  {
    id: 'foundations',
    name: { en: 'Foundations', zh: '基础' },
    about: {
      en: 'The formula itself: what goes in, what comes out, and why each step is there.',
      zh: '公式本身：输入什么，输出什么，每一步为了什么。',
    },
  },
  {
    id: 'sequence',
    name: { en: 'Sequences', zh: '序列' },
    about: {
      en: 'Attention between the words of a sentence, from the first alignments to self-attention.',
      zh: '句中词与词之间的注意力，从最早的对齐到自注意力。',
    },
  },
  {
    id: 'transformer',
    name: { en: 'Transformers', zh: 'Transformer' },
    about: {
      en: 'Heads, positions and masks: what a Transformer puts around the formula.',
      zh: '多头、位置与掩码：Transformer 在公式之外加了什么。',
    },
  },
  {
    id: 'vision',
    name: { en: 'Vision', zh: '视觉' },
    about: {
      en: 'Attention over channels, positions and patches of an image.',
      zh: '图像的通道、位置与图块上的注意力。',
    },
  },
  {
    id: 'efficient',
    name: { en: 'Efficiency', zh: '效率' },
    about: {
      en: 'The same result with less memory, or nearly the same with fewer operations.',
      zh: '用更少的内存得到同样的结果，或用更少的运算得到几乎同样的结果。',
    },
  },
];
