// The words of image controls, in both languages: of the choice itself, of the pad, and of a reader's own image.
import type { Text } from '../widget/text.ts';

/** What can be chosen besides the drawings. */
export const draw: Text = { en: 'Draw', zh: '自己画' };
export const own: Text = { en: 'My image', zh: '我的图片' };

/** The colours of the pad, the paper first. */
export const colors: readonly Text[] = [
  { en: 'paper', zh: '纸色' },
  { en: 'black', zh: '黑' },
  { en: 'red', zh: '红' },
  { en: 'orange', zh: '橙' },
  { en: 'yellow', zh: '黄' },
  { en: 'green', zh: '绿' },
  { en: 'blue', zh: '蓝' },
  { en: 'brown', zh: '棕' },
];

export const pad = {
  surface: {
    en: 'Drawing pad, {side} by {side} cells. Arrow keys move, Space paints, 0 to 7 choose a colour.',
    zh: '画板，{side} × {side} 格。方向键移动，空格上色，数字 0 到 7 选颜色。',
  },
  hint: {
    en: 'Draw with a finger or the mouse; with the keyboard: arrows, Space, and 0–7 for the colours.',
    zh: '用手指或鼠标画；用键盘时，方向键移动，空格上色，0–7 选颜色。',
  },
  color: { en: 'Colour', zh: '颜色' },
  undo: { en: 'Undo', zh: '撤销' },
  clear: { en: 'Clear', zh: '清空' },
  cell: { en: 'row {row}, column {column}: {color}', zh: '第 {row} 行第 {column} 列：{color}' },
} satisfies Record<string, Text>;

export const file = {
  choose: { en: 'Choose an image', zh: '选择图片' },
  hint: {
    en: 'PNG, JPEG or WebP; you can also drop it on the widget or paste it. It never leaves this browser, and no link holds it.',
    zh: '支持 PNG、JPEG、WebP，也可以拖到组件上或直接粘贴。图片不会离开这个浏览器，链接里也不含它。',
  },
  reading: { en: 'Reading …', zh: '正在读取……' },
  kept: { en: 'The figures keep the last picture.', zh: '图中保留上一张图片。' },
  used: { en: 'In use: {name}, {side} × {side} pixels.', zh: '正在使用：{name}，{side} × {side} 像素。' },
  cropped: { en: 'Its middle square is shown.', zh: '取中间的正方形。' },
  transparent: { en: 'Transparent parts are white.', zh: '透明处当作白色。' },
  tiny: {
    en: 'So small an image has almost nothing to attend to.',
    zh: '这么小的图片几乎没有可注意的东西。',
  },
  notImage: {
    en: '“{name}” is not a PNG, JPEG or WebP image.',
    zh: '“{name}”不是 PNG、JPEG 或 WebP 图片。',
  },
  tooLarge: {
    en: '“{name}” is too large: {what}. At most {most} can be read here.',
    zh: '“{name}”太大：{what}，这里最多能读 {most}。',
  },
  corrupt: {
    en: '“{name}” is damaged: the browser cannot read it.',
    zh: '“{name}”已损坏，浏览器读不出来。',
  },
  nothing: { en: 'There is no image in what was dropped or pasted.', zh: '拖入或粘贴的内容里没有图片。' },
} satisfies Record<string, Text>;

/** A text with its `{holes}` filled. */
export function filled(text: string, holes: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(holes[name] ?? whole));
}
