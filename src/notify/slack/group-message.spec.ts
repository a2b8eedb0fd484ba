import { GROUP, GROWN, LINKS, STORM } from '../../../test/fakes/notices.ts';
import type { Notice } from '../receiver.ts';
import { MAXIMUM_BLOCKS, MAXIMUM_SECTION } from './block-kit.ts';
import { slackGroupMessage } from './group-message.ts';
import { renderText } from './render-text.ts';

function told(notice: Notice) {
  return slackGroupMessage(notice, LINKS);
}

it('lists a group, what fires first and the worst of it on top', () => {
  expect(told(GROUP)).toMatchSnapshot();
  expect(renderText(told(GROUP), false)).toMatchSnapshot();
});

it('lists the whole group, what is new on top and marked', () => {
  expect(renderText(told(GROWN), false)).toMatchSnapshot();
});

it('counts what a storm has beyond the lines, within what Slack takes', () => {
  const { blocks } = told(STORM);
  expect(blocks.length).toBeLessThanOrEqual(MAXIMUM_BLOCKS);
  for (const block of blocks) {
    if (block.type === 'section' && 'text' in block)
      expect(block.text.text.length).toBeLessThanOrEqual(MAXIMUM_SECTION);
  }
  expect(renderText({ text: '', blocks }, false)).toMatchSnapshot();
});
