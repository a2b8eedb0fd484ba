import fc from 'fast-check';
import { alert, finding, resolvedAlert, tenant } from '../../../test/fakes/alerts.ts';
import type { Alert } from '../../core/model/alert.ts';
import { TOLD_STATES } from '../receiver.ts';
import {
  type Block,
  MAXIMUM_BLOCKS,
  MAXIMUM_FIELD,
  MAXIMUM_FIELDS,
  MAXIMUM_HEADER,
  MAXIMUM_SECTION,
} from './block-kit.ts';
import { slackMessage } from './message.ts';
import { renderText } from './render-text.ts';

const LINKS = { externalUrl: 'https://gauger.example', dashboardUrl: 'https://grafana.example/d/gauger' };

it('tells a firing alert', () => expect(slackMessage(alert(), 'firing', LINKS)).toMatchSnapshot());

it('tells a resolved alert', () => expect(slackMessage(resolvedAlert(), 'resolved', LINKS)).toMatchSnapshot());

it('shows the same on a terminal', () => {
  expect(renderText(slackMessage(alert(), 'firing', LINKS), false)).toMatchSnapshot();
  expect(renderText(slackMessage(resolvedAlert(), 'resolved', {}), false)).toMatchSnapshot();
});

it('colours a terminal that wants it', () => {
  expect(renderText(slackMessage(alert(), 'firing', {}), true)).toContain('\u001b[');
});

it('says what speaks against it, and leaves out what is not known', () => {
  const peak = finding({
    usdPerHour: undefined,
    causes: [],
    evidence: [],
    techniques: [],
    nextStep: '',
    doubts: ['XID 79 on this GPU'],
  });
  const text = JSON.stringify(slackMessage(alert({ peak, usdTotal: undefined }), 'firing', {}).blocks);
  expect(text).toContain('• XID 79 on this GPU');
  expect(text).not.toMatch(/Why|Money|So far|What else moved|Do first|undefined|https/);
});

it('lets no name speak to Slack', () => {
  const name = '<!channel> & <https://evil.example|ok>\u202e\nx';
  const peak = finding({ entity: tenant(name), summary: `Tenant ${name} spends` });
  const { blocks, text } = slackMessage(alert({ peak }), 'firing', LINKS);
  const markdown = JSON.stringify([text, ...blocks.filter(({ type }) => type !== 'header')]);
  expect(markdown).not.toMatch(/<!channel|<https:\/\/evil/);
  expect(markdown).toContain('&lt;!channel&gt; &amp; ');
  expect(JSON.stringify(blocks)).not.toMatch(/\u202e|\\u202e/);
});

function texts(block: Block): [string, number][] {
  if (block.type === 'header') return [[block.text.text, MAXIMUM_HEADER]];
  if (block.type === 'actions') return [];
  if (block.type === 'context') return block.elements.map(({ text }) => [text, MAXIMUM_FIELD]);
  return 'text' in block ? [[block.text.text, MAXIMUM_SECTION]] : block.fields.map(({ text }) => [text, MAXIMUM_FIELD]);
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('&'.repeat(5000), '😀'.repeat(5000), '<a|'.repeat(2000)),
);

const anyAlert: fc.Arbitrary<Alert> = fc
  .record({
    name: anyText,
    summary: anyText,
    nextStep: anyText,
    doubts: fc.array(anyText, { maxLength: 12 }),
    causes: fc.array(fc.record({ cause: anyText, share: fc.double() }), { maxLength: 12 }),
    techniques: fc.array(fc.record({ id: anyText, name: anyText }), { maxLength: 12 }),
    evidenceNames: fc.array(anyText, { maxLength: 12 }),
    numbers: fc.array(fc.double(), { minLength: 7, maxLength: 7 }),
  })
  .map(
    ({
      name,
      evidenceNames,
      numbers: [value = 0, expected = 0, lower = 0, upper = 0, score = 0, ...money],
      ...rest
    }) => {
      const evidence = evidenceNames.map((signal) => {
        return { signal, entity: name, unit: 'bytes', value, expected, lower, upper, score } as const;
      });
      const numbers = {
        actual: { value, unit: 'seconds' },
        expected: { value: expected, unit: 'USD/token' },
        lower,
        upper,
        score,
      } as const;
      return alert({
        peak: finding({ ...rest, ...numbers, evidence, entity: tenant(name), usdPerHour: money[0]! }),
        usdTotal: money[1]!,
      });
    },
  );

it('keeps within what Slack takes, whatever the alert holds', () => {
  fc.assert(
    fc.property(anyAlert, fc.constantFrom(...TOLD_STATES), (given, state) => {
      const { blocks } = slackMessage(given, state, LINKS);
      expect(blocks.length).toBeLessThanOrEqual(MAXIMUM_BLOCKS);
      for (const block of blocks) {
        if ('fields' in block) expect(block.fields.length).toBeLessThanOrEqual(MAXIMUM_FIELDS);
        for (const [text, maximum] of texts(block)) {
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(maximum);
          expect(Buffer.from(text).toString()).toBe(text);
        }
      }
    }),
  );
});
