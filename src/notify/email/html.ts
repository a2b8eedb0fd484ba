import type { Link } from '../links.ts';

/** Ready HTML; every text in it is escaped. */
export interface Markup {
  readonly markup: string;
}

/** Text, or what `tableOf` and `listOf` made. */
export type Paragraph = string | Markup;

export interface Page {
  readonly title: string;
  readonly paragraphs: readonly Paragraph[];
  readonly links: readonly Link[];
  readonly foot: readonly string[];
}

/** A page that every mail program shows: no style sheet, no picture, nothing from elsewhere. */
export function html({ title, paragraphs, links, foot }: Page): string {
  const body = paragraphs.map((given) => (typeof given === 'string' ? `<p>${escapeHtml(given)}</p>` : given.markup));
  const anchors = links.map(({ url, text }) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`).join(' | ');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"></head>',
    '<body style="font-family: sans-serif; max-width: 44em">',
    `<h2>${escapeHtml(title)}</h2>`,
    ...body,
    ...(anchors === '' ? [] : [`<p>${anchors}</p>`]),
    ...(foot.length === 0 ? [] : [`<p style="color: #666">${foot.map(escapeHtml).join('<br>')}</p>`]),
    '</body></html>',
    '',
  ].join('\n');
}

/** A table of names and values; both may hold anything. */
export function tableOf(rows: readonly (readonly [string, string])[]): Markup {
  const cells = rows.map(
    ([name, value]) =>
      `<tr><th align="left" style="padding-right: 1em">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return { markup: `<table>\n${cells.join('\n')}\n</table>` };
}

/** A list below a title; no title: the list alone. */
export function listOf(title: string, lines: readonly string[]): Markup {
  const heading = title === '' ? '' : `<h3>${escapeHtml(title)}</h3>\n`;
  return { markup: `${heading}<ul>\n${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('\n')}\n</ul>` };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside as HTML: no name can become markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
