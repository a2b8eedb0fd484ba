import type { AlertDetails, Evidence, History } from '../api/types.ts';
import type { Known } from '../live/queries.ts';
import { useQuery } from '../live/use-query.ts';
import { frozenFirst, frozenPoints } from './frozen-points.ts';

/** The course of a signal on the page of an alert: as it is remembered, or with the frozen points where the memory begins after the alert. */
export function useCourse(
  { id, startsAt }: AlertDetails,
  { signal, entity, unit }: AlertDetails['evidence'][number],
): Known<Pick<History, 'points' | 'unit'>> {
  const remembered = useQuery<History>(`signals/${encodeURIComponent(`${signal}|${entity}`)}/history`);
  const { value, problem } = remembered;
  const points = value?.points ?? [];
  const isAnswered = value !== undefined || problem !== undefined;
  const reachesBack = points.some(({ time }) => Date.parse(time) < Date.parse(startsAt));
  const path = isAnswered && !reachesBack ? `alerts/${encodeURIComponent(id)}/evidence` : undefined;
  const pack = useQuery<Evidence>(path, 'nothing').value;
  return pack === undefined
    ? remembered
    : { value: { unit, points: frozenFirst(frozenPoints(pack, signal, entity), points) } };
}
