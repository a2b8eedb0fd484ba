import { readFileSync } from 'node:fs';
import { runbookPath } from '../../src/core/alerts/runbook.ts';
import type { Detector } from '../../src/core/detectors/detector.ts';
import { DETECTORS } from '../../src/core/detectors/registry.ts';
import { alertBlock, settingsBlock, signalsBlock, taxonomyBlock } from './runbook-blocks.ts';

/** Every runbook has these sections, in this order. */
export const RUNBOOK_SECTIONS = [
  'What it sees',
  'An alert',
  'Real or false',
  'What to do now',
  'What silences it rightly',
  'Settings',
  'Taxonomy',
  'Known limits',
] as const;

/** `<!-- made: settings -->` to `<!-- end -->`: the part between is made from the code. */
const BLOCK = /<!-- made: (\S+)(?: (\S+))? -->\n[\s\S]*?<!-- end -->/g;

/** A runbook with what is made in it made anew; the rest of it is written by hand. */
export function runbook(detector: Detector): string {
  const text = readFileSync(runbookPath(detector.id), 'utf8');
  return text.replaceAll(BLOCK, (_, name: string, argument?: string) => {
    const head = argument === undefined ? name : `${name} ${argument}`;
    return `<!-- made: ${head} -->\n${blockOf(detector, name, argument)}\n<!-- end -->`;
  });
}

function blockOf(detector: Detector, name: string, argument = ''): string {
  switch (name) {
    case 'help':
      return detector.help;
    case 'signals':
      return signalsBlock(detector);
    case 'alert':
      return alertBlock(detector, argument);
    case 'settings':
      return settingsBlock(detector);
    case 'taxonomy':
      return taxonomyBlock(detector);
    default:
      throw new Error(`nothing is made of the name ${name}`);
  }
}

const HEAD = `# Runbooks

One page a detector: what it sees, how to tell a true alert from a false one, what to do. Every alert carries the way to its page as the annotation
\`runbook_url\` (see [alerts.md](../alerts.md)). In the commands \`$GAUGER\` is Gauger's address, \`$LITELLM\` that of the gateway, and \`<...>\` is a label of the alert.
Where Gauger asks for a token, add \`-H "Authorization: Bearer $GAUGER_TOKEN"\`.

This page is made from the registry; \`npx tsc -p docs && node build/docs/pages/write.js\` makes it anew.
`;

/** The Markdown of \`docs/detectors/README.md\`. */
export function runbookIndex(): string {
  const rows = DETECTORS.map(({ id, help, needs, techniques }) => {
    const signals = [...new Set(needs.map(({ signal }) => `\`${signal}\``))].join(' ');
    return `| [${id}](${id}.md) | ${help} | ${signals} | ${techniques.map((one) => one.id).join(' ')} |`;
  });
  return [HEAD, '| detector | what happened | needs | taxonomy |', '|---|---|---|---|', ...rows, ''].join('\n');
}
