import fc from 'fast-check';
import { alert, finding, MORNING_MS, tenant } from '../../../test/fakes/alerts.ts';
import { ACKNOWLEDGED, FIRING, LINKS, message, RESOLVED } from '../../../test/fakes/notices.ts';
import { cefEvent } from './cef-message.ts';
import { ocsfEvent } from './ocsf-message.ts';
import { syslogFrame } from './syslog-frame.ts';

describe('OCSF', () => {
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
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (name, nextStep) => {
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
