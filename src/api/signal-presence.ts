import type { SignalPresence } from '../core/detectors/coverage.ts';
import type { EntityKind } from '../core/model/entity.ts';
import type { SignalReader } from './ports.ts';

/** How many entities have which signal now, counted in one pass over all signals. */
export function signalPresence(
  reader: SignalReader,
  warmUpMs: number,
): (signal: string, kind: EntityKind) => SignalPresence {
  const counts = new Map<string, { entities: number; ready: number; readyAtMs?: number }>();
  for (const { slot, signal, entity, value, ready } of reader.readings(0)) {
    if (Number.isNaN(value)) continue;
    const key = `${entity.kind} ${signal.id}`;
    const count = counts.get(key) ?? { entities: 0, ready: 0 };
    counts.set(key, count);
    count.entities++;
    if (ready) count.ready++;
    else
      count.readyAtMs = Math.min(count.readyAtMs ?? Number.POSITIVE_INFINITY, reader.learnt(slot).firstMs + warmUpMs);
  }
  return (signal, kind) => counts.get(`${kind} ${signal}`) ?? { entities: 0, ready: 0 };
}
