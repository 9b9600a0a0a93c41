// How the two models were trained, and how good they are: curves, shares of right captions, and captions that are wrong.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { evaluation } from '../../../models/captions/evaluation.ts';
import { noiseTrained } from '../../../models/captions/world.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { percent, sharesOf, splits } from '../caption-shares.ts';

const { soft, hard, mean } = evaluation.models;

const exactAt = ({ curve }: typeof soft, step: number): number =>
  curve.find((point) => point.step === step)?.exact ?? 0;

const styles = [
  { of: soft, name: { en: 'soft', zh: '软' }, color: 'var(--scale-weights)' },
  { of: hard, name: { en: 'hard', zh: '硬' }, color: 'var(--scale-negative)', dash: '6 4' },
  { of: mean, name: { en: 'mean', zh: '平均' }, color: 'var(--scale-positive)', dash: '2 3' },
] as const;

/** A curve for each model. */
const three = (lang: Lang, of: (model: typeof soft) => number[]) =>
  styles.map(({ of: model, name, ...style }) => ({ ...style, label: pick(name, lang), y: of(model) }));

export default defineWidget({
  id: 'spatial-attention/caption-trained',
  title: { en: 'How they learned, and where they fail', zh: '它们怎样学会，又在哪里出错' },
  provenance: {
    en: `Trained: train.py, seed ${evaluation.seed}, PyTorch ${evaluation.torch}; ${count(soft.parameters)} parameters each, ${count(evaluation.steps)} steps of ${evaluation.batch} scenes out of ${count(evaluation.scenes)}, ${fixed(soft.minutes, 1)} and ${fixed(hard.minutes, 1)} minutes on one core. “Mean” is the same model, which always reads the mean of all places. Shares were measured with the parameters as this page ships them, stored as bytes.`,
    zh: `训练得到：train.py，随机种子 ${evaluation.seed}，PyTorch ${evaluation.torch}；每个模型参数 ${count(soft.parameters)} 个，共 ${count(evaluation.steps)} 步，每步从 ${count(evaluation.scenes)} 个场景里取 ${evaluation.batch} 个，单核用时分别为 ${fixed(soft.minutes, 1)} 分钟和 ${fixed(hard.minutes, 1)} 分钟。“平均”是同一个模型，但总是读所有位置的平均。各项比例都用本页所带的、以字节存储的参数测得。`,
  },
  mechanism: 'spatial-attention',
  controls: {
    step: range({
      label: { en: 'step of training', zh: '训练步数' },
      ...{ min: 200, max: evaluation.steps, step: 200, value: 1000 },
      play: { perSecond: 4 },
    }),
    noise: range({
      label: { en: 'noise in the picture', zh: '图中的噪声' },
      ...{ min: 0, max: 0.5, step: 0.05, value: noiseTrained },
    }),
    among: choice({
      label: { en: 'failures among', zh: '出错的场景取自' },
      options: splits,
      value: 'newPairs',
    }),
    model: choice({
      label: { en: 'of the model', zh: '哪个模型' },
      options: { soft: styles[0].name, hard: styles[1].name },
      value: 'soft',
    }),
  },
  compute: ({ step, among, model }) => ({
    exact: { soft: exactAt(soft, step), hard: exactAt(hard, step), mean: exactAt(mean, step) },
    failures: evaluation.models[model].failures[among],
  }),
  figures: [
    {
      name: 'learning',
      title: { en: 'Right on new scenes, while they learn', zh: '学习过程中，新场景上的正确率' },
      type: curves,
      data: (_trace, { step }, lang) => ({
        x: soft.curve.map((point) => point.step / 1000),
        xTitle: lang === 'zh' ? '训练步数（千步）' : 'steps of training, in thousands',
        yTitle: lang === 'zh' ? '整句正确的比例' : 'share of captions that are right',
        yDomain: [0, 1],
        at: step / 1000,
        curves: three(lang, ({ curve }) => curve.map(({ exact }) => exact)),
      }),
    },
    {
      name: 'noise',
      title: { en: 'Right by the noise in the picture', zh: '正确率与图中的噪声' },
      caption: {
        en: `The standard deviation of the noise on every pixel, where white is 1. In training it was ${noiseTrained}.`,
        zh: `每个像素上噪声的标准差，白色为 1。训练时是 ${noiseTrained}。`,
      },
      type: curves,
      data: (_trace, { noise }, lang) => ({
        x: soft.byNoise.map((point) => point.noise),
        xTitle: lang === 'zh' ? '噪声' : 'noise',
        yTitle: lang === 'zh' ? '整句正确的比例' : 'share of captions that are right',
        yDomain: [0, 1],
        at: noise,
        curves: three(lang, ({ byNoise }) => byNoise.map(({ exact }) => exact)),
      }),
    },
    {
      name: 'shares',
      title: {
        en: 'On 1000 scenes each that training never showed',
        zh: '在训练时没有的场景上，每类 1000 个',
      },
      caption: {
        en: 'A word looks where its largest weight is, or where the draw fell; counted in captions that are right.',
        zh: '最大权重在哪里，或者抽中了哪里，就算看向哪里；只数写对的句子。',
      },
      type: numbers,
      data: (_trace, _params, lang) => sharesOf(lang),
    },
    {
      name: 'failures',
      title: { en: 'Some that are wrong', zh: '一些写错的句子' },
      type: numbers,
      data: ({ failures }, _params, lang) => {
        const zh = lang === 'zh';
        const [rule, model] = zh ? ['规则', '模型'] : ['the rule', 'the model'];
        return {
          head: zh ? ['句子', '出自'] : ['caption', 'from'],
          rows: failures.slice(0, 6).flatMap(({ want, got }) => [
            { label: want, values: [rule] },
            { label: got, values: [model] },
          ]),
        };
      },
    },
  ],
  readout({ exact }, { step, noise }, lang) {
    const at = ({ byNoise }: typeof soft): string =>
      percent(byNoise.reduce((best, one) => (Math.abs(one.noise - noise) < Math.abs(best.noise - noise) ? one : best)).exact); // prettier-ignore
    return lang === 'zh'
      ? `${count(step)} 步之后，新场景写对的比例：软 ${percent(exact.soft)}，硬 ${percent(exact.hard)}，平均 ${percent(exact.mean)}。训练结束后，噪声为 ${fixed(noise)} 时：软 ${at(soft)}，硬 ${at(hard)}。`
      : `After ${count(step)} steps, captions of new scenes that are right: soft ${percent(exact.soft)}, hard ${percent(exact.hard)}, mean ${percent(exact.mean)}. Fully trained, with noise of ${fixed(noise)}: soft ${at(soft)}, hard ${at(hard)}.`;
  },
});
