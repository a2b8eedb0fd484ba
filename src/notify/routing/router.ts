import type { NamedInterval, RouteConfig } from '../../config/route-section.ts';
import { alertLabels } from '../../core/alerts/alertmanager.ts';
import { compileIntervals } from '../../core/alerts/time-interval.ts';
import type { Alert, AlertChange } from '../../core/model/alert.ts';
import { SEVERITIES, type Severity } from '../../core/model/finding.ts';
import { type Labels, labelsKey } from '../../core/model/labels.ts';
import { type OutboxMessage, type OutboxPlan, RESEND_GROUP } from '../../store/outbox-store.ts';
import type { ToldState } from '../receiver.ts';
import { nodesOf, type RouteNode, routesOf, routeTree } from './route-tree.ts';

/** What a receiver wants to hear. */
export interface Hearing {
  readonly receiver: string;
  readonly minSeverity: Severity;
  readonly sendResolved: boolean;
  /** It shows who looks after an alert. */
  readonly acknowledgements?: boolean;
  /** It wants firing alerts again and again, all at once: grouping is its own business. */
  readonly resendMs?: number;
}

/** The part of the configuration that says who hears of what and when. */
export interface Routing {
  readonly route?: RouteConfig | undefined;
  readonly timeIntervals: readonly NamedInterval[];
}

/** Everything at once to everybody, each alert alone. */
const AT_ONCE: OutboxPlan = { route: '', waitMs: 0, groupIntervalMs: 0 };
/** Alerts of a storm: one message about all of them, and the next one not before ten minutes. */
const DIGEST = { group: { key: 'digest', labels: {} }, waitMs: 60_000, groupIntervalMs: 600_000 } as const;

/** Who is told of what, when and with what else. */
export class Router {
  private readonly tree: RouteNode | undefined;
  private readonly intervals: ReadonlyMap<string, (timeMs: number) => boolean>;

  constructor(
    private readonly hearings: readonly Hearing[],
    { route, timeIntervals }: Routing = { timeIntervals: [] },
  ) {
    this.tree = route && routeTree(route);
    this.intervals = new Map(timeIntervals.map(({ name, timeIntervals }) => [name, compileIntervals(timeIntervals)]));
  }

  /**
   * The messages that changes of alerts call for. An alert that grows into a receiver's severity or another route later is told then: the
   * outbox takes one message per receiver, alert and state, so naming it again is harmless. `inStorm` says which alerts go into a digest.
   */
  messages(changes: readonly AlertChange[], inStorm: (alert: Alert) => boolean = () => false): OutboxMessage[] {
    return changes.flatMap(({ change, alert }) => {
      const state = toldState(change, alert);
      if (state === undefined) return [];
      const labels = alertLabels(alert.peak);
      return this.hearings
        .filter((hearing) => wants(hearing, alert, state))
        .flatMap((hearing) => {
          const routed = this.plan(hearing, labels);
          if (routed === undefined) return [];
          const digested = hearing.resendMs === undefined && inStorm(alert);
          const plan = digested ? { ...routed, ...DIGEST } : routed;
          return [{ receiver: hearing.receiver, alertId: alert.id, state, alert, plan }];
        });
    });
  }

  /** Routes that tell nothing at a time: it lies within what mutes them, or outside of what they are active in. */
  muted(timeMs: number): string[] {
    if (this.tree === undefined) return [];
    const holds = (name: string) => this.intervals.get(name)?.(timeMs) ?? false;
    return nodesOf(this.tree)
      .filter(({ config: { muteTimeIntervals, activeTimeIntervals } }) => {
        return muteTimeIntervals.some(holds) || (activeTimeIntervals.length > 0 && !activeTimeIntervals.some(holds));
      })
      .map(({ id }) => id);
  }

  /** How a receiver is told; undefined: no route leads to it. */
  private plan({ receiver, resendMs }: Hearing, labels: Labels): OutboxPlan | undefined {
    const leaf = this.tree && routesOf(this.tree, labels).find(({ config }) => config.receiver === receiver);
    if (this.tree !== undefined && leaf === undefined) return undefined;
    const route = leaf?.id ?? '';
    if (resendMs !== undefined)
      return { ...AT_ONCE, route, group: { key: RESEND_GROUP, labels: {} }, repeatMs: resendMs };
    return leaf === undefined ? AT_ONCE : planOf(leaf, labels);
  }
}

function planOf({ id, config }: RouteNode, labels: Labels): OutboxPlan {
  const { groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs } = config;
  const own = groupBy === 'all' ? labels : Object.fromEntries(groupBy.map((name) => [name, labels[name] ?? '']));
  const common = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  return {
    route: id,
    group: { key: `${id}:{${labelsKey(common)}}`, labels: common },
    waitMs: groupWaitMs,
    groupIntervalMs,
    repeatMs: repeatIntervalMs,
  };
}

function toldState(change: AlertChange['change'], alert: Alert): ToldState | undefined {
  if (alert.peak.shadow === true) return undefined;
  // Told that it begins, people are told that it ends, silence or not: the store sees to that.
  if (change === 'resolved') return change;
  if (alert.state !== 'firing' || (alert.silencedBy?.length ?? 0) > 0) return undefined;
  if (change === 'acknowledged') return change;
  if (change === 'fired' || change === 'unsilenced') return 'firing';
  const mayBeGraver = change === 'updated' && alert.latest.severity === alert.peak.severity;
  return mayBeGraver ? 'firing' : undefined;
}

function wants({ minSeverity, sendResolved, acknowledgements }: Hearing, { peak }: Alert, state: ToldState): boolean {
  if (SEVERITIES.indexOf(peak.severity) < SEVERITIES.indexOf(minSeverity)) return false;
  if (state === 'acknowledged') return acknowledgements === true;
  return state === 'firing' || sendResolved;
}
