import { groupStory } from '../group-wording.ts';
import { firingPage, type Link, type Links, linksOf } from '../links.ts';
import { isAlone, type Notice } from '../receiver.ts';
import { storyOf } from '../story.ts';
import { cut, oneLine } from '../wording.ts';
import { html, listOf, type Paragraph, tableOf } from './html.ts';

/** A mail as it is handed over; addresses are the receiver's. */
export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The mail that began the thread; absent on that one itself. */
  readonly inReplyTo?: string;
  readonly references?: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAXIMUM_SUBJECT = 200;

/**
 * Alerts as one mail. All mails about an alert are one thread: each names the first one's id, which comes from the alert alone. `domain` is
 * the right side of those ids. Pure: the same alerts give the same bytes.
 */
export function emailMessage(notice: Notice, domain: string, links: Links): EmailMessage {
  const { messages } = notice;
  const [{ alertId, state, repeats = 0 }] = messages;
  const body = isAlone(notice) ? alertBody(notice, links) : groupBody(notice, links);
  const id = (name: string) => `<${name.replace(/[^A-Za-z0-9._-]/g, '-')}@${domain}>`;
  const root = id(`${alertId}.firing`);
  const own = id(`${alertId}.${state}${repeats > 0 ? `.${repeats}` : ''}`);
  return {
    subject: cut(oneLine(body.subject), MAXIMUM_SUBJECT),
    text: body.text,
    html: body.html,
    messageId: own,
    ...(own !== root && { inReplyTo: root, references: root }),
    // So that no out-of-office mail answers (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Gauger-Alert': messages
        .slice(0, 20)
        .map((one) => one.alertId)
        .join(' '),
    },
  };
}

interface Body {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function alertBody({ messages: [{ alert, state }] }: Notice, links: Links): Body {
  const { title, summary, numbers, chapters, techniques } = storyOf(alert, state);
  const followed = linksOf(alert, links);
  const paragraphs: Paragraph[] = [
    summary,
    tableOf(numbers),
    ...chapters.map((chapter) => listOf(chapter.title, chapter.lines)),
  ];
  const foot = [...techniques, alert.id];
  const text = [
    title,
    summary,
    numbers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    ...chapters.map((chapter) => [chapter.title, ...chapter.lines.map((line) => `- ${line}`)].join('\n')),
    [...techniques, ...followed.map(written), alert.id].join('\n'),
  ];
  return {
    subject: `[Gauger] ${title}`,
    text: `${text.join('\n\n')}\n`,
    html: html({ title, paragraphs, links: followed, foot }),
  };
}

function groupBody(notice: Notice, { externalUrl }: Links): Body {
  const { title, lines, more, counts } = groupStory(notice);
  const followed: Link[] = externalUrl === undefined ? [] : [{ url: firingPage(externalUrl), text: 'All' }];
  const rest = counts === undefined ? [] : [`and ${more} more: ${counts}`];
  const told = lines.map(({ text }) => text);
  const text = [title, ...told.map((line) => `- ${line}`), ...rest, ...followed.map(written)];
  return {
    subject: `[Gauger] ${title}`,
    text: `${text.join('\n')}\n`,
    html: html({ title, paragraphs: [listOf('', told), ...rest], links: followed, foot: [] }),
  };
}

function written({ url, text }: Link): string {
  return `${text}: ${url}`;
}
