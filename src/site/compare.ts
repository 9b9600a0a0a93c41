// The words of the page that compares all mechanisms.
import type { Lang } from '../widget/text.ts';

export const compare = {
  description: {
    en: 'The attention mechanisms of the Atlas side by side: their properties and their costs.',
    zh: '并列图集里的各种注意力机制：它们的性质与开销。',
  },
  what: {
    en: 'Every mechanism of the Atlas, the oldest first. The tables are made from what the code says of each.',
    zh: '图集里的所有机制，按年份排列。两张表都由代码中的说明生成。',
  },
  properties: { en: 'Properties', zh: '性质' },
  costs: { en: 'Costs', zh: '开销' },
  counts: {
    en: 'A mechanism is counted for one head and one sequence.',
    zh: '每种机制都按一个头、一个序列计算。',
  },
} as const satisfies Record<string, Readonly<Record<Lang, string>>>;
