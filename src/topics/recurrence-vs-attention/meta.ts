import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Recurrence and attention', zh: '循环与注意力' },
  family: 'transformer',
  mechanisms: ['scaled-dot-product', 'transformer'],
};

export default meta;
