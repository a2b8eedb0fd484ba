import fc from 'fast-check';
import { z } from 'zod';
import { ANY_CHARACTER } from '../../../test/any-character.ts';
import { alert, finding, MORNING_MS, tenant } from '../../../test/fakes/alerts.ts';
import { ACKNOWLEDGED, FIRING, LINKS, message, RESOLVED } from '../../../test/fakes/notices.ts';
import { testNotices } from '../test-alert.ts';
import { cefEvent } from './cef-message.ts';
import { ocsfEvent } from './ocsf-message.ts';
import { syslogFrame } from './syslog-frame.ts';

const Id = (...values: number[]) => z.literal([0, ...values, 99]);
const TimeMs = z.int().min(0);
const Word = z.string().min(1);

/**
 * Detection Finding as the schema has it (https://schema.ocsf.io/1.4.0/classes/detection_finding, https://github.com/ocsf/ocsf-schema):
 * what it requires, the values that it lists, and of its further attributes those that are told here; any other is no part of the class.
 */
const DetectionFinding = z
  .strictObject({
    activity_id: Id(1, 2, 3),
    activity_name: Word,
    category_uid: z.literal(2),
    category_name: z.literal('Findings'),
    class_uid: z.literal(2004),
    class_name: z.literal('Detection Finding'),
    type_uid: z.int(),
    type_name: Word,
    time: TimeMs,
    start_time: TimeMs,
    end_time: TimeMs,
    duration: z.int().min(0),
    severity_id: Id(1, 2, 3, 4, 5, 6),
    severity: z.enum(['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical', 'Fatal', 'Other']),
    status_id: Id(1, 2, 3, 4, 5),
    status: z.enum(['Unknown', 'New', 'In Progress', 'Suppressed', 'Resolved', 'Archived', 'Other']),
    confidence_id: Id(1, 2, 3),
    confidence: z.enum(['Unknown', 'Low', 'Medium', 'High', 'Other']),
    confidence_score: z.int(),
    is_alert: z.boolean(),
    message: Word,
    metadata: z.strictObject({
      version: z.literal('1.4.0'),
      uid: Word,
      product: z.strictObject({ name: Word, vendor_name: Word, version: Word }),
      profiles: z.array(z.string()),
    }),
    finding_info: z.strictObject({
      uid: Word,
      title: Word,
      desc: z.string(),
      created_time: TimeMs,
      first_seen_time: TimeMs,
      last_seen_time: TimeMs,
      types: z.array(z.string()),
      analytic: z.strictObject({ name: Word, uid: Word, type_id: Id(1, 2, 3, 4), type: Word }),
      attacks: z.array(
        z.strictObject({
          technique: z.strictObject({ uid: Word, name: Word.optional() }),
          sub_technique: z.strictObject({ uid: Word, name: Word }).optional(),
        }),
      ),
      src_url: z.url().optional(),
    }),
    resources: z.array(z.strictObject({ uid: Word, name: Word, type: Word, namespace: Word.optional() })).min(1),
    // An evidence needs one of many things; `data` is for what has no place of its own.
    evidences: z.array(z.strictObject({ name: Word, data: z.record(z.string(), z.unknown()) })).min(1),
    remediation: z.strictObject({ desc: Word }).optional(),
    unmapped: z.record(z.string(), z.unknown()),
  })
  .refine(({ class_uid, activity_id, type_uid }) => type_uid === class_uid * 100 + activity_id, 'type_uid');

describe('OCSF', () => {
  it.each([
    ['begins', FIRING.messages[0]],
    ['is looked after', ACKNOWLEDGED.messages[0]],
    ['ends', RESOLVED.messages[0]],
    [
      'knows little',
      message('firing', alert({ peak: finding({ nextStep: '', techniques: [], evidence: [], confidence: 0 }) })),
    ],
    [
      'has no bounds',
      message('firing', alert({ peak: finding({ lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }) })),
    ],
    ['is a test', testNotices('siem', MORNING_MS)[0].messages[0]],
  ])('tells an alert that %s within the schema', (_, one) => {
    for (const links of [LINKS, {}]) {
      const event: unknown = JSON.parse(JSON.stringify(ocsfEvent(one, '1.2.3', links)));
      expect(DetectionFinding.parse(event)).toEqual(event);
    }
  });

  it('is held to the schema: what is missing, wrong or foreign is found', () => {
    const event = ocsfEvent(FIRING.messages[0], '1', {});
    for (const change of [{ finding_info: {} }, { severity_id: 7 }, { type_uid: 200402 }, { assignee: 'ann' }])
      expect(DetectionFinding.safeParse({ ...event, ...change }).success).toBe(false);
  });

  it('creates a Detection Finding', () => {
    expect(ocsfEvent(FIRING.messages[0], '1.2.3', LINKS)).toMatchSnapshot();
  });

  it.each([
    ['Create', FIRING, 200401, 1, true],
    ['Update', ACKNOWLEDGED, 200402, 2, false],
    ['Close', RESOLVED, 200403, 4, false],
  ])('says %s of the same finding', (activity, { messages: [one] }, type, status, isAlert) => {
    expect(ocsfEvent(one, '1', {})).toMatchObject({
      activity_name: activity,
      class_uid: 2004,
      type_uid: type,
      status_id: status,
      is_alert: isAlert,
      finding_info: { uid: one.alertId },
    });
  });

  it('names a sub-technique under its technique', () => {
    const peak = finding({ techniques: [{ id: 'AML.T0034.002', name: 'Agentic Resource Consumption' }] });
    expect(ocsfEvent(message('firing', alert({ peak })), '1', {})).toMatchObject({
      finding_info: {
        attacks: [{ technique: { uid: 'AML.T0034' }, sub_technique: { uid: 'AML.T0034.002' } }],
        types: [],
      },
    });
  });
});

describe('CEF', () => {
  it.each([
    ['begins', FIRING],
    ['ends', RESOLVED],
  ])('tells an alert that %s', (_, { messages: [one] }) => expect(cefEvent(one, '1.2.3', LINKS)).toMatchSnapshot());

  it('is one line of eight parts that reads back, whatever the alert says', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER }), fc.string({ unit: 'grapheme' }), (name, nextStep) => {
        const peak = finding({ entity: tenant(name), summary: `${name} spends`, nextStep });
        const event = cefEvent(message('firing', alert({ peak })), '1', LINKS);
        expect(event).not.toMatch(/[\r\n]/);
        const parts = event.match(/(?:[^|\\]|\\.)*(?:\||$)/gs)?.slice(0, 7) ?? [];
        expect(parts[0]).toBe('CEF:0|');
        expect(parts[6]).toBe('9|');
        const extension = event.slice(parts.join('').length);
        const keys = extension.match(/(?:^| )\w+=/g)?.map((key) => key.trim()) ?? [];
        expect(keys.slice(0, 3)).toEqual(['rt=', 'start=', 'externalId=']);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

describe('syslog', () => {
  const frame = { severity: 'critical', timeMs: MORNING_MS, host: 'node 1', processId: 7, id: 'cost-spike' } as const;

  it('counts bytes, not characters', () => {
    expect(syslogFrame({ ...frame, text: 'CEF:0|ü' }).toString()).toBe(
      '68 <114>1 2026-11-23T10:00:00.000Z node1 gauger 7 cost-spike - CEF:0|ü',
    );
  });

  it('always says how long it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, host) => {
        const bytes = syslogFrame({ ...frame, text, host });
        const space = bytes.indexOf(' ');
        expect(bytes.length - space - 1).toBe(Number(bytes.subarray(0, space).toString()));
      }),
    );
  });
});
