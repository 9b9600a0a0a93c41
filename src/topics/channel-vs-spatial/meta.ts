import type { TopicMeta } from '../../widget/meta.ts';

const meta: TopicMeta = {
  name: { en: 'Channel against spatial', zh: '通道与空间' },
  family: 'vision',
  mechanisms: ['channel-attention', 'spatial-attention', 'cbam'],
};

export default meta;
