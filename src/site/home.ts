// The words of the first page.
import type { Lang } from '../widget/text.ts';

type Both = Readonly<Record<Lang, string>>;

export const home = {
  description: {
    en: 'Attention mechanisms, explained by articles that compute: change a number, and see the weights change.',
    zh: '讲解注意力机制，文中每幅图都当场算出：改一个数，看权重怎样变。',
  },
  what: {
    en: 'An explanation of attention mechanisms in which every figure is computed on the page. Change a number, a word or a slider, and the scores, the weights and the output change with it.',
    zh: '一部讲解注意力机制的图集，每幅图都在页面上当场算出。改一个数，换一个词，拖一下滑块，分数、权重和输出就跟着变。',
  },
  path: { en: 'Where to begin', zh: '从这里读起' },
  pathAbout: {
    en: 'If attention is new to you, read these in order. Each needs only the ones before it.',
    zh: '如果第一次接触注意力，请按顺序读。每一篇只用到前面几篇的内容。',
  },
  step: { en: 'step {n} above', zh: '上面第 {n} 步' },
  articles: { en: 'All articles', zh: '全部文章' },
  howTitle: { en: 'How to read it', zh: '怎样读' },
  how: {
    en: 'An article asks a question, answers it with an example small enough to work out on paper, and then gives the formula, the code and the cost. Before an experiment, make your guess; then move the control and see. Any state of a figure has its own address, so you can send it to somebody.',
    zh: '每篇文章从一个问题开始，先用一个动笔就能算完的小例子来回答，再给出公式、代码和开销。做实验之前先猜一猜，再动手看结果。图的每个状态都有自己的网址，可以发给别人。',
  },
  truth: {
    en: 'The code that is shown is the code that runs, and it is tested against PyTorch. What people say about attention is cited, and marked as true, false, or true under a condition.',
    zh: '页面上显示的代码就是正在运行的代码，并与 PyTorch 的结果核对过。关于注意力的各种说法都注明出处，并标明是对、是错，还是在某个条件下才对。',
  },
} as const satisfies Record<string, Both>;
