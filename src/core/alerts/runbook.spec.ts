import { runbookUrl } from './runbook.ts';

it.each([
  [undefined, 'docs/detectors/cost-spike.md'],
  ['https://wiki.example/runbooks', 'https://wiki.example/runbooks/cost-spike'],
  ['https://wiki.example/runbooks/', 'https://wiki.example/runbooks/cost-spike'],
  ['https://git.example/docs/{detector}.md?plain=1', 'https://git.example/docs/cost-spike.md?plain=1'],
])('of %s is %s', (base, url) => expect(runbookUrl('cost-spike', base)).toBe(url));
