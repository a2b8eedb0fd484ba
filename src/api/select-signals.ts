import { z } from 'zod';
import { entityName } from '../core/model/entity.ts';
import { decodeCursor } from './cursor.ts';
import type { SignalReader, SignalReading } from './ports.ts';
import type { SignalListQuery } from './schemas/signal-schemas.ts';

const Place = z.tuple([z.int().min(0)]).transform(([slot]) => slot);

/** The signals a query asks for, in the order of first sight; one more than its limit where there are more. */
export function selectSignals(reader: SignalReader, query: SignalListQuery): SignalReading[] {
  const after = decodeCursor(query.cursor, Place);
  const words = (query.search ?? '').toLowerCase().split(/\s+/);
  const found: SignalReading[] = [];
  for (const reading of reader.readings(after === undefined ? 0 : after + 1)) {
    if (!isWanted(reading, query) || !holds(reading, words)) continue;
    found.push(reading);
    if (found.length > query.limit) break;
  }
  return found;
}

function isWanted({ signal, entity }: SignalReading, query: SignalListQuery): boolean {
  if (query.signal !== undefined && signal.id !== query.signal) return false;
  if (query.entityKind !== undefined && entity.kind !== query.entityKind) return false;
  return query.entity === undefined || entity.key === query.entity || entityName(entity) === query.entity;
}

function holds({ signal, entity }: SignalReading, words: readonly string[]): boolean {
  const text = `${signal.id} ${entity.kind} ${entityName(entity)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
