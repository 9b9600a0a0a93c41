// A picture, its twelve feature maps, a gate for each, and the maps that come out.
import { maps } from '../../../figures/maps.ts';
import { range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { attend, channelNames, mapsOf, pictureControl, tiles } from '../bank.ts';
import { pictureFigure } from '../figures.ts';
import { biased, byHand, randomBlock, tensors } from '../blocks.ts';

const hidden = 3;

export default defineWidget({
  id: 'channel-attention/gates',
  title: { en: 'Twelve channels and their gates', zh: '十二个通道和它们的门' },
  provenance: {
    en: 'Constructed: the filters, and the block numbered 0. Random: the other blocks, each from its seed. Nothing is trained.',
    zh: '人为构造：滤波器，以及 0 号模块。随机：其余的模块，各由自己的种子生成。都没有经过训练。',
  },
  mechanism: 'channel-attention',
  controls: {
    picture: pictureControl(),
    strength: range({
      label: { en: 'features multiplied by', zh: '特征乘以' },
      min: 0,
      max: 3,
      step: 0.1,
      value: 1,
    }),
    biases: toggle({
      label: { en: 'biases: −0.5 in b₁, +1 in b₂', zh: '偏置：b₁ 都是 −0.5，b₂ 都是 +1' },
      value: false,
    }),
    seed: range({
      label: { en: 'block: 0 by hand, else random', zh: '模块：0 为手工，其余随机' },
      min: 0,
      max: 20,
      step: 1,
      value: 0,
    }),
  },
  compute({ picture: text, strength, biases, seed }) {
    const x = mapsOf(text).map((value) => strength * value);
    const block = seed === 0 ? byHand : randomBlock(byHand.w2.length, hidden, seed);
    const { gates, output } = attend(x, () => tensors(biases ? biased(block) : block));
    return { x, gates, output, extent: Math.max(...mapsOf(text)) };
  },
  figures: [
    pictureFigure,
    {
      name: 'features',
      title: { en: 'Features and gates', zh: '特征与门' },
      caption: {
        en: 'Where each filter answers; below it the gate that its channel gets.',
        zh: '每个滤波器在哪里有响应；下面是它这个通道得到的门。',
      },
      type: maps,
      data: ({ x, gates, extent }, _params, lang) => ({
        maps: tiles(x, lang, gates),
        scale: 'value',
        extent,
        labelTitle: lang === 'zh' ? '通道' : 'channel',
        barTitle: lang === 'zh' ? '门' : 'gate',
      }),
    },
    {
      name: 'output',
      title: { en: 'Output', zh: '输出' },
      formula: String.raw`\role{output}{y_c}=g_c\,x_c`,
      caption: {
        en: 'Every map as a whole, multiplied by its gate; the colours are those of the features.',
        zh: '每张图整张乘以自己的门；颜色的标尺与特征相同。',
      },
      type: maps,
      data: ({ output, extent }, _params, lang) => ({
        maps: tiles(output, lang),
        scale: 'output',
        extent,
        labelTitle: lang === 'zh' ? '通道' : 'channel',
      }),
    },
  ],
  goals: {
    // Texture, which is nearly shut on the cat, more open than red.
    texture: ({ gates }) => (gates[11] ?? 0) > 0.9 && (gates[2] ?? 1) < 0.5,
  },
  readout({ gates }, _params, lang) {
    const names = channelNames(lang);
    const list = Array.from(gates);
    const [most, least] = [Math.max(...list), Math.min(...list)];
    const total = fixed(list.reduce((sum, gate) => sum + gate, 0));
    if (most - least < 0.005)
      return lang === 'zh' ? `所有的门都是 ${fixed(most)}。` : `All gates are ${fixed(most)}.`;
    const [open, shut] = [names[list.indexOf(most)] ?? '', names[list.indexOf(least)] ?? ''];
    return lang === 'zh'
      ? `开得最大的门：${open}，${fixed(most)}；最小的：${shut}，${fixed(least)}。${list.length} 个门之和：${total}。`
      : `The widest gate: ${open}, ${fixed(most)}; the narrowest: ${shut}, ${fixed(least)}. Sum of the ${list.length} gates: ${total}.`;
  },
});
