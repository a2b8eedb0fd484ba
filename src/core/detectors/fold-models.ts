import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

const CONTENTION = 'gpu-memory-contention';
const OVERLOAD = 'inference-overload';

/**
 * `gpu-memory-contention` and `inference-overload` of one model and its replicas are one: replicas share their load, so what squeezes one
 * is soon felt by all. Whoever has an open alert leads, then a foreign process on a pod's GPU, then a squeeze that demand does not
 * explain, then the overload. A foreign process is never folded away: it sits on one GPU and has its own remedy. While an alert of
 * the group is open, findings of other replicas wait for its end.
 */
export function foldModels(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const openModels = new Set(open.flatMap((finding) => modelOf(finding) ?? []));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const model = modelOf(finding);
    if (model !== undefined) groups.set(model, [...(groups.get(model) ?? []), finding]);
  }
  const waiting = new Set<Finding>();
  const foldings = [...groups].flatMap(([model, group]): Folding[] => {
    const [primary] = [...group].sort((a, b) => rank(b, led) - rank(a, led) || b.score - a.score || compare(a, b));
    const others = group.filter((finding) => finding !== primary && !isForeign(finding));
    if (primary === undefined || led.has(alertName(primary)) || !openModels.has(model)) {
      return primary === undefined ? [] : [{ primary, others }];
    }
    for (const finding of group.filter((candidate) => !isForeign(candidate))) waiting.add(finding);
    return [];
  });
  return folded(
    findings.filter((finding) => !waiting.has(finding)),
    foldings,
  );
}

/** The model whose group a finding belongs to; undefined for findings of other detectors. */
function modelOf({ detector, entity, labels }: Finding): string | undefined {
  if (detector !== CONTENTION && detector !== OVERLOAD) return undefined;
  return labels?.['model_name'] ?? entity.labels['model_name'] ?? entity.identity['model'];
}

function rank(finding: Finding, led: ReadonlySet<string>): number {
  if (led.has(alertName(finding))) return 3;
  if (isForeign(finding)) return 2;
  const byDemand = finding.causes.some(({ cause }) => cause === 'more requests');
  return finding.detector === CONTENTION ? (byDemand ? -1 : 1) : 0;
}

/** Somebody else's process sits on this pod's own GPU. */
function isForeign(finding: Finding): boolean {
  return finding.causes.some(({ cause }) => cause === 'memory taken by another process');
}

function compare(a: Finding, b: Finding): number {
  return alertName(a) < alertName(b) ? -1 : 1;
}
