import { finding } from '../../../test/fakes/finding.ts';
import type { Alert } from '../model/alert.ts';
import { entityKey } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Labels } from '../model/labels.ts';
import { foldBlindness } from './fold-blindness.ts';

const MINUTE_MS = 60_000;

function silence(kind: 'target' | 'detector', name: string, change: Partial<Finding> = {}): Finding {
  const identity: Labels = kind === 'target' ? { instance: name } : { detector: name };
  const entity = { kind, key: entityKey(kind, identity), identity, labels: identity };
  return finding({ detector: 'telemetry-silence', entity, nextStep: 'Look.', summary: `${name} is blind.`, ...change });
}
const blind = (minutes: number) =>
  silence('detector', 'gpu-fault', { actual: { value: minutes * 60, unit: 'seconds' } });

function open(peak: Finding, minutes: number, state: Alert['state'] = 'firing'): Alert {
  const times = { startsAtMs: 0, lastSeenMs: minutes * MINUTE_MS };
  return { fingerprint: '0', id: '0-0', state, ...times, ticksSeen: 1, quietTicks: 0, peak, latest: peak };
}

const target = silence('target', 'a');

test('a detector that is blind since a target is silent is told of with the target', () => {
  expect(foldBlindness([target, blind(8)], [open(target, 13)])).toEqual([
    { ...target, nextStep: 'Look. gpu-fault is blind.' },
  ]);
});

test('a target that has been silent for long explains no new loss', () => {
  const findings = [target, blind(8)];
  expect(foldBlindness(findings, [open(target, 60)])).toEqual(findings);
});

test('an alert that was told stays, whatever falls silent later', () => {
  const findings = [target, blind(8)];
  expect(foldBlindness(findings, [open(blind(7), 7), open(target, 5)])).toEqual(findings);
});

test('other findings are left alone', () => {
  const findings = [target, finding()];
  expect(foldBlindness(findings, [])).toEqual(findings);
});
