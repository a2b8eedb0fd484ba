import { renderChart } from './chart.ts';
import { toPng } from './png.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

it('draws at twice the size, with the words in it', async () => {
  const of = (title: string) => toPng(renderChart([], { title, unit: 'ratio', theme: 'dark' }));
  const png = await of('A signal');
  const view = new DataView(png.buffer, png.byteOffset);
  expect([...png.subarray(0, 4)]).toEqual(SIGNATURE);
  // Width and height stand behind the name of the first chunk.
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([1600, 600]);
  expect(await of('A signal')).toEqual(png);
  expect(await of('Another')).not.toEqual(png);
});
