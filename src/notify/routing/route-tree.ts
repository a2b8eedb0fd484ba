import type { RouteConfig } from '../../config/route-section.ts';
import { compileMatchers, type Matches, matcherText } from '../../core/alerts/matchers.ts';
import type { Labels } from '../../core/model/labels.ts';

/** A route that can be asked. */
export interface RouteNode {
  /** Its place in the tree in words: `{}/{severity="critical"}/0`; the same after every restart. */
  readonly id: string;
  readonly config: RouteConfig;
  readonly matches: Matches;
  readonly routes: readonly RouteNode[];
}

/** The routes as a tree, each with an id that a restart does not change. */
export function routeTree(config: RouteConfig, above = '', index?: number): RouteNode {
  const own = `{${config.matchers.map(matcherText).join(',')}}`;
  const id = above === '' ? own : `${above}/${own}/${index}`;
  return {
    id,
    config,
    matches: compileMatchers(config.matchers),
    routes: config.routes.map((route, place) => routeTree(route, id, place)),
  };
}

/**
 * The routes that take an alert, as Alertmanager finds them: the first route below that matches, with those after it as long as they say
 * `continue`; the node itself where none below does.
 */
export function routesOf(node: RouteNode, labels: Labels): RouteNode[] {
  if (!node.matches(labels)) return [];
  const taken: RouteNode[] = [];
  for (const route of node.routes) {
    const matched = routesOf(route, labels);
    taken.push(...matched);
    if (matched.length > 0 && !route.config.continue) break;
  }
  return taken.length === 0 ? [node] : taken;
}

/** Every node of the tree. */
export function nodesOf(node: RouteNode): RouteNode[] {
  return [node, ...node.routes.flatMap(nodesOf)];
}
