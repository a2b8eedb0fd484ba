import { cut, oneLine } from '../wording.ts';

/**
 * The part of Slack's Block Kit that Gauger writes, and Slack's limits on it
 * (https://docs.slack.dev/reference/block-kit/blocks): a message that breaks one is refused as a whole.
 */
export const MAXIMUM_BLOCKS = 50;
export const MAXIMUM_HEADER = 150;
export const MAXIMUM_SECTION = 3000;
export const MAXIMUM_FIELDS = 10;
export const MAXIMUM_FIELD = 2000;

/** Text as it stands: no markup. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: true;
}

/** `verbatim`: Slack makes no links of its own out of names that came from a cluster. */
export interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: Markdown }
  | { readonly type: 'section'; readonly fields: readonly Markdown[] }
  | { readonly type: 'context'; readonly elements: readonly Markdown[] }
  | { readonly type: 'actions'; readonly elements: readonly Control[] };

interface Confirm {
  readonly title: PlainText;
  readonly text: PlainText;
  readonly confirm: PlainText;
  readonly deny: PlainText;
}

/** A choice of a menu. */
export interface Option {
  readonly text: PlainText;
  readonly value: string;
}

/** What a person can press; its `action_id` and value come back to the interactivity endpoint. */
export type Control =
  | {
      readonly type: 'button';
      readonly action_id: string;
      readonly text: PlainText;
      readonly value: string;
      readonly confirm?: Confirm;
    }
  | {
      readonly type: 'static_select';
      readonly action_id: string;
      readonly placeholder: PlainText;
      readonly options: readonly Option[];
    };

/** The body of a post; `text` is what a notification and a screen reader tell. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Slack reads `<...>` as a link or a mention and `&...;` as an entity; nothing else needs escaping. */
export function escapeMarkdown(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Text from outside, safe within mrkdwn, at most `maximum` long: cut before escaping, so that no entity is cut. Never empty: Slack
 * refuses a message with an empty text.
 */
export function safe(text: string, maximum = 300): string {
  const line = oneLine(text) || '-';
  for (let length = maximum; ; length = Math.floor(length * 0.75)) {
    const escaped = escapeMarkdown(cut(line, length));
    if (escaped.length <= maximum) return escaped;
  }
}

export function plain(text: string): PlainText {
  return { type: 'plain_text', text, emoji: true };
}

export function markdown(text: string): Markdown {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A header, cut to Slack’s bound. */
export function header(text: string): Block {
  return { type: 'header', text: plain(cut(oneLine(text), MAXIMUM_HEADER)) };
}

/** A section of lines; whole lines are left out from the end rather than cut, since a cut could open a link or an entity. */
export function section(...lines: readonly string[]): Block {
  const kept = [...lines];
  while (kept.length > 1 && kept.join('\n').length > MAXIMUM_SECTION) kept.pop();
  return { type: 'section', text: markdown(kept.join('\n')) };
}

/** Texts side by side, as many as Slack takes. */
export function fields(texts: readonly string[]): Block {
  return { type: 'section', fields: texts.slice(0, MAXIMUM_FIELDS).map(markdown) };
}

/** Small print. */
export function context(...texts: readonly string[]): Block {
  return { type: 'context', elements: texts.map(markdown) };
}
