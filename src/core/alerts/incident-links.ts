import type { Alert } from '../model/alert.ts';
import type { Entity, EntityKind } from '../model/entity.ts';

/** What ties a story together: who asked, which model, where it ran. */
const KINDS: readonly EntityKind[] = ['tenant', 'model', 'pod', 'gpu', 'node'];
/** An entity that is tied to more of a kind than this is a crossing of many stories: a model that every tenant uses. */
const RELATED_MAXIMUM = 4;

type Related = (entity: Entity, kind: EntityKind) => readonly Entity[];

/** The keys of the entities that an alert is about: its own, its evidence's, and those tied to it. */
export function incidentLinks({ peak }: Alert, related: Related): readonly string[] {
  return [peak.entity.key, ...peak.evidence.map(({ entity }) => entity), ...tiedTo(peak.entity, related)];
}

/** The keys of the entities that belong to the story of one, but for its own. */
export function tiedTo(entity: Entity, related: Related): readonly string[] {
  const tied = KINDS.map((kind) => related(entity, kind)).filter(({ length }) => length <= RELATED_MAXIMUM);
  return tied.flat().map(({ key }) => key);
}
