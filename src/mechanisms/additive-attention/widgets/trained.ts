// How the translator was trained, and how good it is: its curves, its shares of right sentences, and sentences that it gets wrong.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { evaluation, type Shares, type Split } from '../../../models/translation/evaluation.ts';
import { language } from '../../../models/translation/language.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { pick, type Text } from '../../../widget/text.ts';

const splits: Readonly<Record<Split, Text>> = {
  heldOut: { en: 'new sentences', zh: '新句子' },
  newPairs: { en: 'new pairs', zh: '新搭配' },
  longer: { en: 'longer sentences', zh: '更长的句子' },
};

const { longestTrained } = language;

/** All is 100%, and nothing less is. */
const percent = (share: number): string => `${fixed(share < 1 ? Math.min(99.9, 100 * share) : 100, 1)}%`;
const point = (step: number) => evaluation.curve.find((one) => one.step === step) ?? evaluation.curve[0];

export default defineWidget({
  id: 'additive-attention/trained',
  title: { en: 'How it learned, and where it fails', zh: '它怎样学会，又在哪里出错' },
  provenance: {
    en: `Trained: train.py, seed ${evaluation.seed}, PyTorch ${evaluation.torch}; ${count(evaluation.parameters)} parameters, ${count(evaluation.steps)} steps of ${evaluation.batch} sentences out of ${count(evaluation.sentences)}, ${fixed(evaluation.minutes, 0)} minutes on one core. The model with one vector was trained in the same way. Every share of the one with attention was measured with the parameters that this page ships, stored as bytes.`,
    zh: `训练得到：train.py，随机种子 ${evaluation.seed}，PyTorch ${evaluation.torch}；参数 ${count(evaluation.parameters)} 个，共 ${count(evaluation.steps)} 步，每步从 ${count(evaluation.sentences)} 个句子里取 ${evaluation.batch} 句，单核用时 ${fixed(evaluation.minutes, 0)} 分钟。“一个向量”的模型用同样的办法训练。有注意力的模型，所有比例都是用本页所带的参数测得的，参数以字节存储。`,
  },
  mechanism: 'additive-attention',
  controls: {
    step: range({
      label: { en: 'step of training', zh: '训练步数' },
      min: 100,
      max: evaluation.steps,
      step: 100,
      value: 300,
      play: { perSecond: 6 },
    }),
    among: choice({
      label: { en: 'failures among', zh: '出错的句子取自' },
      options: splits,
      value: 'longer',
    }),
  },
  compute: ({ step, among }) => ({ at: point(step), failures: evaluation.failures[among] }),
  figures: [
    {
      name: 'learning',
      title: { en: 'Right on new sentences, while it learns', zh: '学习过程中，新句子上的正确率' },
      type: curves,
      data: (_trace, { step }, lang) => ({
        x: evaluation.curve.map((one) => one.step),
        xTitle: lang === 'zh' ? '训练步数' : 'steps of training',
        yTitle: lang === 'zh' ? '正确的比例' : 'share that is right',
        yDomain: [0, 1],
        at: step,
        curves: [
          {
            label: lang === 'zh' ? '词' : 'words',
            color: 'var(--scale-negative)',
            dash: '6 4',
            y: evaluation.curve.map(({ words }) => words),
          },
          {
            label: lang === 'zh' ? '整句' : 'whole sentences',
            color: 'var(--scale-weights)',
            y: evaluation.curve.map(({ exact }) => exact),
          },
          {
            label: lang === 'zh' ? '整句，一个向量' : 'sentences, one vector',
            color: 'var(--scale-positive)',
            dash: '2 3',
            y: evaluation.oneVector.curve.map(({ exact }) => exact),
          },
        ],
      }),
    },
    {
      name: 'loss',
      title: { en: 'Loss on the sentences of training', zh: '训练句子上的损失' },
      type: curves,
      data: (_trace, { step }, lang) => ({
        x: evaluation.curve.map((one) => one.step),
        xTitle: lang === 'zh' ? '训练步数' : 'steps of training',
        yTitle: lang === 'zh' ? '交叉熵（nat/词）' : 'cross-entropy (nats a word)',
        yType: 'log',
        yDomain: [0.001, 10],
        at: step,
        curves: [
          {
            label: lang === 'zh' ? '损失' : 'loss',
            color: 'var(--ink)',
            y: evaluation.curve.map(({ loss }) => Math.max(0.001, loss)),
          },
        ],
      }),
    },
    {
      name: 'length',
      title: { en: 'Right by the length of the sentence', zh: '正确率与句子长度' },
      caption: {
        en: `Sentences that training never showed. In training none had more than ${longestTrained} words.`,
        zh: `都是训练时没有的句子。训练时的句子最多 ${longestTrained} 个词。`,
      },
      type: curves,
      data: (_trace, _params, lang) => ({
        x: evaluation.byLength.map(({ length }) => length),
        xTitle: lang === 'zh' ? '源句的词数' : 'source words',
        yTitle: lang === 'zh' ? '正确的比例' : 'share that is right',
        yDomain: [0, 1],
        at: longestTrained,
        curves: [
          {
            label: lang === 'zh' ? '注意力' : 'attention',
            color: 'var(--scale-weights)',
            y: evaluation.byLength.map(({ exact }) => exact),
          },
          {
            label: lang === 'zh' ? '一个向量' : 'one vector',
            color: 'var(--scale-positive)',
            dash: '2 3',
            y: evaluation.oneVector.byLength.map(({ exact }) => exact),
          },
        ],
      }),
    },
    {
      name: 'shares',
      title: { en: 'On sentences that training never showed', zh: '在训练时没有的句子上' },
      caption: {
        en: 'A word looks where its largest weight is; counted in sentences that are right. Where it comes from, the grammar says.',
        zh: '最大权重落在哪里，就算看向哪里，只数译对的句子；一个词从哪里来，由语法说了算。',
      },
      type: numbers,
      data: (_trace, _params, lang) => {
        const names = Object.keys(splits) as Split[];
        const row = (label: Text, of: (shares: Shares) => string) => ({
          label: pick(label, lang),
          values: names.map((name) => of(evaluation.splits[name])),
        });
        return {
          head: ['', ...names.map((name) => pick(splits[name], lang))],
          rows: [
            row({ en: 'sentences', zh: '句数' }, ({ sentences }) => count(sentences)),
            row({ en: 'right as a whole', zh: '整句正确' }, ({ exact }) => percent(exact)),
            {
              label: lang === 'zh' ? '整句正确，一个向量' : 'right as a whole, one vector',
              values: names.map((name) => percent(evaluation.oneVector.splits[name].exact)),
            },
            row({ en: 'words right', zh: '词正确' }, ({ words }) => percent(words)),
            row({ en: 'articles that look where they come from', zh: '冠词看向自己的来源' }, ({ aligned }) =>
              percent(aligned.articles),
            ),
            row({ en: 'other words that do', zh: '其他词看向自己的来源' }, ({ aligned }) =>
              percent(aligned.others),
            ),
          ],
        };
      },
    },
    {
      name: 'failures',
      title: { en: 'Sentences that it gets wrong', zh: '它译错的句子' },
      type: numbers,
      data: ({ failures }, _params, lang) =>
        failures.length === 0
          ? null
          : {
              head: lang === 'zh' ? ['句子', '出自'] : ['sentence', 'from'],
              rows: failures.slice(0, 5).flatMap(({ source, want, got }) => [
                { label: source, values: [lang === 'zh' ? '英语' : 'English'] },
                { label: want, values: [lang === 'zh' ? '应为' : 'right'] },
                { label: got, values: [lang === 'zh' ? '写成' : 'written'] },
              ]),
            },
    },
  ],
  readout({ at }, { step, among }, lang) {
    const [whole, word] = [percent(at?.exact ?? 0), percent(at?.words ?? 0)];
    const { exact, sentences } = evaluation.splits[among];
    const wrong = Math.round((1 - exact) * sentences);
    const set = pick(splits[among], lang);
    return lang === 'zh'
      ? `第 ${step} 步：500 个新句子中 ${whole} 整句正确，${word} 的词正确。训练结束后，“${set}” ${sentences} 句中错了 ${wrong} 句。`
      : `At step ${step}, ${whole} of 500 new sentences are right as a whole, and ${word} of their words. When training has ended, ${wrong} of ${sentences} sentences are wrong among “${set}”.`;
  },
});
