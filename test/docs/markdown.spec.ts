import { brokenLinks, markdownPage, missingFiles } from './markdown.ts';

const page = markdownPage(
  'docs/some.md',
  [
    '# A page: `gauger check`, and more',
    '## Same',
    '## Same',
    '[here](#same-1) [there](alerts.md#cost-spike) [site](https://example.org/x.md) [gone](gone.md) [no such](alerts.md#gone) `[no](link.md)`',
    '`src/core/engine.ts` `core/model` `engine.ts` `src/gone.ts` `notify/gone` `gone.ts` `application/json` `src/<name>.ts`',
    '```yaml file=gauger.yaml',
    'global: {} # [not](a-link.md)',
    '```',
  ].join('\n'),
);

it('knows headings as GitHub links them', () => {
  expect([...page.anchors]).toEqual(['a-page-gauger-check-and-more', 'same', 'same-1']);
});

it('tells of links to files and to headings that are not there', () => {
  const alerts = markdownPage('docs/alerts.md', '## cost-spike\n');
  expect(brokenLinks([page, alerts])).toEqual(['docs/some.md: gone.md', 'docs/some.md: alerts.md#gone']);
});

it('tells of files that are named and not there', () => {
  expect(missingFiles([page])).toEqual([
    'docs/some.md: src/gone.ts',
    'docs/some.md: notify/gone',
    'docs/some.md: gone.ts',
  ]);
});

it('reads blocks with what is written behind their language', () => {
  expect(page.blocks).toEqual([
    { language: 'yaml', words: ['file=gauger.yaml'], text: 'global: {} # [not](a-link.md)\n' },
  ]);
});
