/** A picture in 4:2:0 with eight bits: the planes Y, U and V one after the other. Both sides are even. */
export interface YuvPicture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Even numbers, pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const yuvBytes = (width: number, height: number): number => (width * height * 3) / 2;

/** Studio range (ITU-R BT.601). */
export const yuvColour = { stage: [24, 128, 128], empty: [48, 128, 128] } as const;
export type YuvColour = readonly [y: number, u: number, v: number];

interface Plane {
  readonly start: number;
  readonly stride: number;
  readonly shift: number;
}

const planesOf = ({ width, height }: Pick<YuvPicture, 'width' | 'height'>): readonly Plane[] => [
  { start: 0, stride: width, shift: 0 },
  { start: width * height, stride: width / 2, shift: 1 },
  { start: (width * height * 5) / 4, stride: width / 2, shift: 1 },
];

/** A new picture of one colour. */
export function plainPicture(width: number, height: number, colour: YuvColour): YuvPicture {
  const picture = { width, height, bytes: new Uint8Array(yuvBytes(width, height)) };
  fillRectangle(picture, { x: 0, y: 0, width, height }, colour);
  return picture;
}

export function fillRectangle(onto: YuvPicture, { x, y, width, height }: Rectangle, colour: YuvColour): void {
  planesOf(onto).forEach(({ start, stride, shift }, index) => {
    for (let row = y >> shift; row < (y + height) >> shift; row += 1) {
      const from = start + row * stride + (x >> shift);
      onto.bytes.fill(colour[index] ?? 0, from, from + (width >> shift));
    }
  });
}

/** Copies `picture` to the rectangle; one of another size is stretched by its nearest pixels. */
export function drawPicture(onto: YuvPicture, picture: YuvPicture, place: Rectangle): void {
  const isSameSize = picture.width === place.width && picture.height === place.height;
  const sources = planesOf(picture);
  planesOf(onto).forEach((target, index) => {
    const source = sources[index];
    if (source === undefined) return;
    if (isSameSize) copyPlane(onto, picture, { target, source, place });
    else stretchPlane(onto, picture, { target, source, place });
  });
}

interface PlaneCopy {
  readonly target: Plane;
  readonly source: Plane;
  readonly place: Rectangle;
}

function copyPlane(onto: YuvPicture, picture: YuvPicture, { target, source, place }: PlaneCopy): void {
  const [width, height] = [place.width >> target.shift, place.height >> target.shift];
  for (let row = 0; row < height; row += 1) {
    const from = source.start + row * source.stride;
    const to = target.start + ((place.y >> target.shift) + row) * target.stride + (place.x >> target.shift);
    onto.bytes.set(picture.bytes.subarray(from, from + width), to);
  }
}

function stretchPlane(onto: YuvPicture, picture: YuvPicture, { target, source, place }: PlaneCopy): void {
  const [width, height] = [place.width >> target.shift, place.height >> target.shift];
  const sourceHeight = picture.height >> source.shift;
  const columns = Uint32Array.from({ length: width }, (_, column) => Math.floor((column * source.stride) / width));
  for (let row = 0; row < height; row += 1) {
    const from = source.start + Math.floor((row * sourceHeight) / height) * source.stride;
    const to = target.start + ((place.y >> target.shift) + row) * target.stride + (place.x >> target.shift);
    for (let column = 0; column < width; column += 1) {
      onto.bytes[to + column] = picture.bytes[from + (columns[column] ?? 0)] ?? 0;
    }
  }
}
