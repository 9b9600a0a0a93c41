// What “it” stands for, by a model that was trained on it: every head's map, and the model's answer.
import { bars } from '../../../figures/bars.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { softmax } from '../../../math/softmax.ts';
import { kindOf, kinds, labelOf, listOf, meaningOf, read } from '../../../models/referent/language.ts';
import { heads, layers, longest, unseen, words as vocabulary } from '../../../models/referent/model.ts';
import results from '../../../models/referent/results.json' with { type: 'json' };
import { choice, range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { headNames, percent, runModel } from '../trained.ts';

/** Reads a line of the language, or says kindly why it is none. */
function wordsOf(line: string): string[] {
  const { words, unknown } = read(line);
  if (unknown.length > 0) {
    const odd = unknown.slice(0, 4);
    throw new InputProblem({
      en: `The model’s language has ${vocabulary.length} words, and not these: ${odd.join(', ')}. Try nouns such as ${listOf('nouns', 'en').slice(0, 4).join(', ')}, adjectives such as ${listOf('adjectives', 'en').slice(0, 6).join(', ')}.`,
      zh: `这个模型的语言只有 ${vocabulary.length} 个词，里面没有：${odd.join('、')}。名词可用${listOf('nouns', 'zh').slice(0, 4).join('、')}等，形容词可用${listOf('adjectives', 'zh').slice(0, 6).join('、')}等。`,
    });
  }
  if (!words.includes('it')) {
    throw new InputProblem({
      en: 'The model answers at the word “it”, and there is none in this line.',
      zh: '模型在“它”这个词上作答，而这一行里没有“它”。',
    });
  }
  if (words.length > longest) {
    throw new InputProblem({
      en: `The model has positions for ${longest} words; these are ${words.length}.`,
      zh: `模型只有 ${longest} 个位置，这里有 ${words.length} 个词。`,
    });
  }
  return [...words];
}

const line = {
  en: 'The animal did not cross the street because it was too tired.',
  zh: '那动物没有穿过那街道，因为它太累。',
};

/** Of each kind an adjective that the sentence does not end with. */
const oneOf = Object.fromEntries(
  kinds.map((kind) => {
    const another = (lang: 'en' | 'zh'): string =>
      listOf('adjectives', lang, kind).find((word) => !line[lang].includes(word)) ?? '';
    return [kind, { en: another('en'), zh: another('zh') }];
  }),
) as Record<(typeof kinds)[number], { en: string; zh: string }>;

export default defineWidget({
  id: 'self-attention/referent',
  title: { en: 'What does “it” mean?', zh: '“它”指的是谁？' },
  provenance: {
    en: `Trained, on sentences of a made-up language; measured on ${results.sentences.unseen} sentences whose two nouns it never saw together: ${percent(results.accuracy.referent)} right.`,
    zh: `经过训练，用的是一种人造语言的句子；在 ${results.sentences.unseen} 个句子上测过，句中两个名词在训练时从未同时出现，答对 ${percent(results.accuracy.referent)}。`,
  },
  mechanism: 'self-attention',
  controls: {
    text: text({
      label: { en: 'a sentence of the language', zh: '这种语言的一句话' },
      value: line,
      example: {
        en: 'the street did not stop the animal because it was too wide',
        zh: '那街道没有挡住那动物，因为它太宽',
      },
    }),
    last: choice({
      label: { en: 'last word', zh: '最后一个词' },
      options: { typed: { en: 'as typed', zh: '照原样' }, ...oneOf },
      value: 'typed',
    }),
    layer: range({ label: { en: 'layer', zh: '层' }, min: 1, max: layers, step: 1, value: layers }),
    head: range({ label: { en: 'head', zh: '头' }, min: 1, max: heads, step: 1, value: 4 }),
    out: toggle({ label: { en: 'take this head out', zh: '去掉这个头' }, value: false }),
  },
  compute({ text: line, last, layer, head, out }, lang) {
    const typed = wordsOf(line);
    const words =
      last === 'typed' || kindOf('adjectives', typed.at(-1)) === undefined
        ? typed
        : [...typed.slice(0, -1), read(oneOf[last][lang]).words[0] ?? ''];
    const { maps, probabilities } = runModel(words, { ablate: out ? [[layer - 1, head - 1]] : [] }, (trace) =>
      softmax(trace.logits),
    );
    const { nouns, it, referent, isSentence } = meaningOf(words);
    const row = probabilities[it] ?? [];
    const answer = row.indexOf(Math.max(...row));
    return {
      words,
      labels: words.map((word) => labelOf(word, lang)),
      map: maps[layer - 1]?.[head - 1] ?? [],
      nouns,
      // For every head, what “it” gives to each noun of the sentence.
      gaze: maps.flatMap((layerOf) => layerOf.map((of) => nouns.map((j) => of[it]?.[j] ?? 0))),
      chances: nouns.map((j) => row[vocabulary.indexOf(words[j] ?? '')] ?? 0),
      answer: vocabulary[answer] ?? '',
      certainty: row[answer] ?? 0,
      referent,
      isSentence,
      isNew: nouns.length === 2 && unseen(words[nouns[0] ?? 0] ?? '', words[nouns[1] ?? 0] ?? ''),
    };
  },
  figures: [
    {
      name: 'gaze',
      title: { en: 'All heads: what “it” gives to the nouns', zh: '所有的头：“它”给名词多少' },
      caption: {
        en: 'Rows are layer.head. Change the last word and see which heads change their mind.',
        zh: '每行是“层.头”。换掉最后一个词，看哪些头改了主意。',
      },
      type: heatmap,
      data: ({ gaze, nouns, labels }, _params, lang) =>
        nouns.length === 0
          ? null
          : {
              values: gaze,
              rows: headNames,
              columns: nouns.map((j) => labels[j] ?? ''),
              rowTitle: lang === 'zh' ? '层.头' : 'layer.head',
              columnTitle: lang === 'zh' ? '名词' : 'nouns',
              scale: 'weights',
            },
    },
    {
      name: 'map',
      title: { en: 'Weights of the chosen head', zh: '所选的头的权重' },
      formula: String.raw`A=\softmax(\Q\K^{\top}\!/\sqrt{d_k})`,
      type: heatmap,
      data: ({ map, labels }, _params, lang) => ({
        values: map,
        rows: labels,
        columns: labels,
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'weights',
      }),
    },
    {
      name: 'answer',
      title: { en: 'The model’s answer', zh: '模型的回答' },
      type: bars,
      data: ({ chances, nouns, labels }, _params, lang) => ({
        labels: [...nouns.map((j) => labels[j] ?? ''), lang === 'zh' ? '其他词' : 'others'],
        values: [...chances, Math.max(0, 1 - [...new Set(chances)].reduce((sum, p) => sum + p, 0))],
        title: lang === 'zh' ? '概率' : 'probability',
        labelTitle: lang === 'zh' ? '“它”' : '“it”',
        domain: [0, 1],
        color: 'var(--c-output)',
        digits: 3,
      }),
    },
  ],
  readout({ answer, certainty, referent, isSentence, isNew }, _params, lang) {
    const [said, sure] = [labelOf(answer, lang), percent(certainty)];
    if (!isSentence) {
      return lang === 'zh'
        ? `这不是这种语言会说的句子，所以没有正确答案。模型还是给出“${said}”，概率 ${sure}：别信它。`
        : `The language cannot make this sentence, so there is no right answer. The model says “${said}” all the same, with ${sure}: do not believe it.`;
    }
    const right = answer === referent;
    return lang === 'zh'
      ? `“它”是“${said}”，概率 ${sure}，${right ? '对' : `错，应是“${labelOf(referent ?? '', lang)}”`}。${isNew ? '这两个名词在训练时从未同时出现。' : ''}`
      : `“it” is the ${said}, with ${sure}: ${right ? 'right' : `wrong, it is the ${labelOf(referent ?? '', lang)}`}.${isNew ? ' Training never showed these two nouns together.' : ''}`;
  },
  goals: {
    // A sentence of the language about which the model is right, and whose “it” is a thing.
    thing: ({ answer, referent }) =>
      answer === referent && kindOf('nouns', referent ?? undefined) === 'thing',
  },
});
