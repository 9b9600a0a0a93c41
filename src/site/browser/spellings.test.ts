import { expect, it } from 'vitest';
import { spellings } from './spellings.ts';

it('asks in Chinese by words, by at most two characters, by the character, and by the first of them', () => {
  expect(spellings('软注意力', 'zh-CN')).toEqual(['软 注意力', '软 注意 力', '软 注 意 力', '软']);
  expect(spellings('ALiBi：偏置', 'zh-CN').at(-1)).toBe('ALiBi 偏');
});

it('leaves Latin words whole, and punctuation out', () => {
  expect(spellings('softmax、温度', 'zh-CN')).toEqual(['softmax 温度', 'softmax 温 度', 'softmax 温']);
});

it('leaves a query in another language, and one without words, as it is', () => {
  expect(spellings('soft attention', 'en')).toEqual(['soft attention']);
  expect(spellings('→', 'zh-CN')).toEqual(['→']);
});
