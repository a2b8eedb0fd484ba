import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** Pixels of one unit of the drawing: sharp on the screens of today. */
const ZOOM = 2;
const FONT = 'DejaVu Sans';

let fonts: Promise<Uint8Array[]> | undefined;

/** An SVG of ours as PNG of twice its size, by the renderer and the fonts of the installed packages: nothing is fetched. */
export async function toPng(svg: string): Promise<Uint8Array> {
  fonts ??= load();
  const fontBuffers = await fonts;
  const drawing = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: FONT, sansSerifFamily: FONT },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  try {
    const image = drawing.render();
    const png = image.asPng();
    image.free();
    return png;
  } finally {
    drawing.free();
  }
}

/** Three megabytes that a service without charts need not hold. */
async function load(): Promise<Uint8Array[]> {
  const { resolve } = createRequire(import.meta.url);
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const names = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
  return Promise.all(names.map((name) => readFile(resolve(`dejavu-fonts-ttf/ttf/${name}`))));
}
