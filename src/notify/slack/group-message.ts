import { groupStory } from '../group-wording.ts';
import { alertPage, firingPage, type Links } from '../links.ts';
import type { Notice } from '../receiver.ts';
import { type Block, context, header, type SlackMessage, safe, section } from './block-kit.ts';
import { link, MARK } from './message.ts';

/** The alerts of a group as one Slack message. Pure: the same alerts give the same bytes. */
export function slackGroupMessage(notice: Notice, links: Links): SlackMessage {
  const story = groupStory(notice);
  const mark = story.resolved ? ':white_check_mark:' : MARK[story.worst];
  const lines = story.lines.map(({ severity, resolved, alertId, text }) => {
    const dot = resolved ? ':white_check_mark:' : MARK[severity];
    const id = links.externalUrl === undefined ? '' : `  ${link(alertPage(links.externalUrl, alertId), 'Alert')}`;
    return `${dot} ${safe(text, 250)}${id}`;
  });
  const blocks: Block[] = [header(`${mark} ${story.title}`), ...sections(lines)];
  if (story.counts !== undefined) blocks.push(section(`and ${story.more} more`, safe(story.counts, 1000)));
  if (links.externalUrl !== undefined) blocks.push(context(link(firingPage(links.externalUrl), 'All')));
  return { text: safe(story.title, 600), blocks };
}

/** A section holds a few long lines: the links count too. */
const LINES = 5;

function sections(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length; start += LINES) blocks.push(section(...lines.slice(start, start + LINES)));
  return blocks;
}
