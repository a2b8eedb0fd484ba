import type { EntityKind } from '../model/entity.ts';
import type { Labels } from '../model/labels.ts';
import type { SourceMatch } from './catalogue-index.ts';
import type { EntityRule, Exporter, Feed, PageLabels } from './exporter.ts';
import { firstLabel } from './tenant-labels.ts';

/** An entity as one series names it. */
export interface NamedEntity {
  readonly kind: EntityKind;
  /** The rule's name; undefined for the only or the main one of its kind. */
  readonly rule: string | undefined;
  readonly identity: Labels;
  readonly labels: Labels;
}

/**
 * The labels of a series as an exporter's rules read them: the target's, its own, those in its name; see `PageLabels` for labels in
 * conflict.
 */
export function readableLabels({ ready, nameLabels }: SourceMatch, series: Labels, target: Labels): Labels {
  const labels: Record<string, string> = { ...target, ...series, ...nameLabels };
  const { pageLabels } = ready.exporter;
  if (pageLabels !== undefined) setPageLabels(pageLabels, series, target, labels);
  return labels;
}

function setPageLabels(
  { anchor, labels, always }: PageLabels,
  series: Labels,
  target: Labels,
  into: Record<string, string>,
): void {
  const exported = firstLabel(series, [`exported_${anchor}`]) !== undefined;
  const own = series[anchor] !== undefined && (always === true || series[anchor] !== target[anchor]);
  for (const name of labels) {
    const value = exported ? firstLabel(series, [`exported_${name}`, name]) : own ? series[name] : undefined;
    if (value === undefined) delete into[name];
    else into[name] = value;
  }
}

/** Every entity that these labels name by the exporter's rules. */
export function namedEntities(exporter: Exporter, labels: Labels, tenantLabels: readonly string[]): NamedEntity[] {
  return exporter.entities.flatMap((rule) => {
    const identity = identityOf(rule, labels, tenantLabels);
    return identity === undefined
      ? []
      : [{ kind: rule.kind, rule: rule.name, identity, labels: describing(rule, labels) }];
  });
}

/** Whether a feed is meant for this entity. */
export function isFedBy(entity: NamedEntity, feed: Feed): boolean {
  return entity.kind === feed.entity && entity.rule === feed.rule;
}

function identityOf(rule: EntityRule, labels: Labels, tenantLabels: readonly string[]): Labels | undefined {
  const identity: Record<string, string> = {};
  for (const [name, candidates] of Object.entries(rule.identity)) {
    const value = firstLabel(labels, rule.kind === 'tenant' ? [...tenantLabels, ...candidates] : candidates);
    if (value !== undefined) identity[name] = value;
    else if (rule.optional?.includes(name) !== true) return undefined;
  }
  return Object.keys(identity).length === 0 ? undefined : identity;
}

function describing(rule: EntityRule, labels: Labels): Labels {
  const described: Record<string, string> = {};
  for (const name of rule.labels ?? []) {
    const value = firstLabel(labels, [name]);
    if (value !== undefined) described[name] = value;
  }
  return described;
}
