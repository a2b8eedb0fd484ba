import { ENTITY_KINDS, type EntityKind, entityKey, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { LostSignal } from './coverage-watch.ts';
import type { TickView } from './detector.ts';
import { evidenceOf } from './readings.ts';
import { listed } from './wording.ts';

/** Labels of such an alert: what is missing, and for what; `lossesOf` reads them again. */
const SIGNALS_LABEL = 'signal';
const KIND_LABEL = 'entity_kind';

const PLURALS: Partial<Record<EntityKind, string>> = { gpu: 'GPUs', secretMount: 'secret mounts' };

/** A finding for each kind of entity that armed detectors have been blind for, for as long as `patienceMs`. */
export function blindness(view: TickView, patienceMs: number): Omit<Finding, 'detector'>[] {
  const lost = view.lost().filter(({ sinceMs }) => view.timeMs - sinceMs >= patienceMs);
  const kinds = [...new Set(lost.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => findingOf(view, { kind, lost: lost.filter((other) => other.kind === kind) }));
}

interface Blind {
  readonly kind: EntityKind;
  /** Those lost first in front. */
  readonly lost: readonly LostSignal[];
}

function findingOf(view: TickView, { kind, lost }: Blind): Omit<Finding, 'detector'>[] {
  const [first] = lost;
  const [lead] = first?.detectors ?? [];
  const [witness] = first?.witnesses ?? [];
  if (first === undefined || lead === undefined || witness === undefined) return [];
  const detectors = [...new Set(lost.flatMap((one) => one.detectors))];
  const signals = lost.map(({ signal }) => signal);
  const identity = { detector: lead };
  const missingSeconds = (view.timeMs - first.sinceMs) / 1000;
  const plural = PLURALS[kind] ?? `${kind}s`;
  return [
    {
      entity: { kind: 'detector', key: entityKey('detector', identity), identity, labels: identity },
      severity: 'warning',
      score: 1,
      confidence: 0.9,
      summary: `${are(detectors, 'Detector')} blind for ${plural}: ${are(signals)} missing, though ${entityName(witness.entity)} is still there.`,
      actual: { value: missingSeconds, unit: 'seconds' },
      expected: { value: 0, unit: 'seconds' },
      lower: 0,
      upper: 0,
      causes: lost.map(({ signal }) => ({ cause: `${signal} missing`, share: 1 / lost.length })),
      evidence: first.witnesses.flatMap(({ entity, signal }) => {
        const reading = view.reading(signal, entity);
        return reading === undefined ? [] : [evidenceOf(entity, reading)];
      }),
      techniques: [],
      nextStep: `Look what changed at the exporter that tells of ${listed(signals)}: its version, its list of metrics, a relabelling; GET /api/v1/detectors says when it is back.`,
      doubts: ['It may have been switched off on purpose.'],
      labels: { [SIGNALS_LABEL]: signals.join(','), [KIND_LABEL]: kind },
    },
  ];
}

/** `Detector a is`, `Detectors a and b are`, `x is`. */
function are(names: readonly string[], noun = ''): string {
  const many = names.length > 1;
  const title = noun === '' ? '' : `${noun}${many ? 's' : ''} `;
  return `${title}${listed(names)} ${many ? 'are' : 'is'}`;
}

/** What an open alert says was lost, to go on from after a restart; nothing for other alerts. */
export function lossesOf(
  { entity, labels, evidence, actual }: Finding,
  seenMs: number,
): Omit<LostSignal, 'detectors'>[] {
  if (entity.kind !== 'detector') return [];
  const kind = ENTITY_KINDS.find((candidate) => candidate === labels?.[KIND_LABEL]);
  if (kind === undefined) return [];
  const witnesses = evidence.map((line) => ({
    entity: { kind, key: line.entity, identity: {}, labels: {} },
    signal: line.signal,
  }));
  const sinceMs = seenMs - actual.value * 1000;
  return (labels?.[SIGNALS_LABEL] ?? '').split(',').map((signal) => ({ signal, kind, witnesses, sinceMs }));
}
