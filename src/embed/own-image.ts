// A reader's own image: read and scaled down in the browser, and never sent anywhere.
import { file as texts, filled } from '../i18n/pictures.ts';
import { kindOfImage, sizeOfImage } from '../widget/image-size.ts';
import { ownSides, writeOwn } from '../widget/picture.ts';
import { pick, type Lang, type Text } from '../widget/text.ts';
import { make } from './element.ts';

/** What is read at most: bytes of a file, and pixels of the image in it, which fill the memory. */
const most = { megabytes: 64, megapixels: 100 };

interface Read {
  readonly text: string;
  readonly name: string;
  readonly side: number;
  readonly cropped: boolean;
  readonly transparent: boolean;
}

export const words = { reading: (lang: Lang): string => pick(texts.reading, lang) };

/** Puts a field for a file into its place. */
export function createField(place: HTMLElement, id: string, lang: Lang, take: (file: File) => void): void {
  const document = place.ownerDocument;
  const field = make(document, 'input', {
    id,
    type: 'file',
    accept: 'image/png,image/jpeg,image/webp',
  }) as HTMLInputElement;
  field.addEventListener('input', (event) => event.stopPropagation());
  field.addEventListener('change', () => {
    const [file] = field.files ?? [];
    if (file !== undefined) take(file);
    // The same file can be chosen again after it was changed.
    field.value = '';
  });
  const label = make(document, 'label', { for: id }, pick(texts.choose, lang));
  place.replaceChildren(label, field, make(document, 'p', { class: 'pad-hint' }, pick(texts.hint, lang)));
}

/** Reads an image file as a picture: its middle square, upright, on white. */
export async function readImage(file: File, lang: Lang): Promise<Read | { readonly problem: string }> {
  const name = file.name === '' ? pick(texts.choose, lang) : file.name;
  const problem = (text: Text, holes = {}): { problem: string } => ({
    problem: `${filled(pick(text, lang), { name, ...holes })} ${pick(texts.kept, lang)}`,
  });
  const megabytes = file.size / 2 ** 20;
  if (megabytes > most.megabytes) {
    return problem(texts.tooLarge, { what: `${megabytes.toFixed(0)} MB`, most: `${most.megabytes} MB` });
  }
  let bitmap: ImageBitmap;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (kindOfImage(bytes) === null) return problem(texts.notImage);
    const size = sizeOfImage(bytes);
    if (size !== null && size.width * size.height > most.megapixels * 1e6) {
      const what = `${size.width} × ${size.height}`;
      return problem(texts.tooLarge, { what, most: `${most.megapixels} megapixels` });
    }
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return problem(texts.corrupt);
  }
  const { width, height } = bitmap;
  const square = Math.min(width, height);
  const side = Math.max(ownSides.least, Math.min(ownSides.most, square));
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return problem(texts.corrupt);
  context.imageSmoothingQuality = 'high';
  const [left, top] = [(width - square) / 2, (height - square) / 2];
  context.drawImage(bitmap, left, top, square, square, 0, 0, side, side);
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side);
  const pixels = new Uint8Array(3 * side * side);
  let transparent = false;
  for (let i = 0; i < side * side; i += 1) {
    const alpha = data[4 * i + 3] ?? 255;
    transparent ||= alpha < 255;
    for (let color = 0; color < 3; color += 1)
      pixels[3 * i + color] = Math.round(((data[4 * i + color] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
  }
  return { text: writeOwn(pixels, side), name, side, cropped: width !== height, transparent };
}

/** What the reader should know of the image in use, of which the control keeps so many pixels on a side. */
export function notes({ name, side, cropped, transparent }: Read, most: number, lang: Lang): string {
  const said = [filled(pick(texts.used, lang), { name, side: Math.min(side, most) })];
  if (cropped) said.push(pick(texts.cropped, lang));
  if (transparent) said.push(pick(texts.transparent, lang));
  if (side < 8) said.push(pick(texts.tiny, lang));
  return said.join(lang === 'zh' ? '' : ' ');
}
