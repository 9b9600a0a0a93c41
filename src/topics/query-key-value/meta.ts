import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Queries, keys and values', zh: '查询、键与值' },
  family: 'foundations',
  mechanisms: ['scaled-dot-product'],
};

export default meta;
