import { styleText } from 'node:util';
import type { Block, SlackMessage } from './block-kit.ts';

const EMOJI: Readonly<Record<string, string>> = {
  ':red_circle:': '●',
  ':large_orange_circle:': '●',
  ':large_blue_circle:': '●',
  ':white_check_mark:': '✔',
};

const COLOUR: Readonly<Record<string, 'red' | 'yellow' | 'blue' | 'green'>> = {
  ':red_circle:': 'red',
  ':large_orange_circle:': 'yellow',
  ':large_blue_circle:': 'blue',
  ':white_check_mark:': 'green',
};

/** A Slack message as lines for a terminal: what Slack would show, without Slack. */
export function renderText(message: SlackMessage, colours: boolean): string {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(format, text, { validateStream: false }) : text;
  const plain = (text: string) => plainText(text, (bold) => style('bold', bold));
  const lines = message.blocks.map((block) => {
    switch (block.type) {
      case 'header': {
        const [mark = '', ...rest] = block.text.text.split(' ');
        return style(['bold', COLOUR[mark] ?? 'red'], [EMOJI[mark] ?? mark, ...rest].join(' '));
      }
      case 'context':
        return style('dim', block.elements.map(({ text }) => plain(text)).join('\n'));
      case 'actions':
        return '';
      default:
        return sectionLines(block, plain);
    }
  });
  return lines
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('\n', '\n  '))
    .join('\n  ');
}

function sectionLines(block: Extract<Block, { type: 'section' }>, plain: (text: string) => string): string {
  if ('text' in block) return plain(block.text.text);
  return block.fields.map(({ text }) => plain(text.replace('\n', ' '))).join('\n');
}

/** mrkdwn as plain words: `*x*` by the given style, `<url|x>` as `x: url`, a date as its UTC words, entities as characters. */
function plainText(text: string, bold: (text: string) => string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<([^|>]+)\|([^>]*)>/g, '$2: $1')
    .replace(/^\*([^*\n]+)\*/gm, (_, words: string) => bold(words))
    .replace(/`([^`\n]*)`/g, '$1')
    .replace(/:[a-z_]+:/g, (word) => EMOJI[word] ?? word)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
