import { type Labels, labelsKey } from '../model/labels.ts';
import type { ReadyFeed, SourceMatch } from './catalogue-index.ts';
import type { EntityIndex } from './entity-index.ts';
import type { Inputs, Standing } from './inputs.ts';
import type { MeasureCells } from './measure-cells.ts';
import { isFedBy, type NamedEntity, namedEntities, readableLabels } from './named-entities.ts';
import { gpuPrice, gpuShare, type PriceBook, tokenPrice } from './price-book.ts';
import type { PriceGates } from './price-gates.ts';
import type { RelatedEntities } from './related-entities.ts';
import type { NamedSeries } from './samples.ts';
import { firstLabel } from './tenant-labels.ts';

/** Everything a series holds on to while it lives. */
export interface Binding {
  readonly input: number;
  readonly contributions: readonly number[];
  readonly groups: readonly string[];
  readonly entities: readonly { readonly index: number; readonly labels: Labels }[];
  readonly model: string;
}

interface Parts {
  readonly inputs: Inputs;
  readonly cells: MeasureCells;
  readonly entities: EntityIndex;
  readonly related: RelatedEntities;
  readonly gates: PriceGates;
  readonly prices: PriceBook;
  readonly tenantLabels: readonly string[];
}

/** A series that some source of the catalogue knows, on its target. */
export interface KnownSeries {
  readonly match: SourceMatch;
  readonly series: NamedSeries;
  readonly target: Labels;
}

/** Ties a series to the measures it feeds and the entities it names, and unties it again. The slow path: once a series. */
export class SeriesBinder {
  constructor(private readonly parts: Parts) {}

  /** Undefined when the series names no entity that any feed wants. `from`: where counting starts, see `InputOptions`. */
  bind({ match, series, target }: KnownSeries, from: Standing | undefined): Binding | undefined {
    const { exporter, source, feeds } = match.ready;
    const { inputs, entities, related, gates, tenantLabels } = this.parts;
    const labels = { ...readableLabels(exporter, series.labels, target), ...match.nameLabels };
    const named = namedEntities(exporter, labels, tenantLabels);
    const wanted = feeds.filter((feed) => feed.accepts(labels) && named.some((entity) => isFedBy(entity, feed)));
    if (wanted.length === 0) return undefined;
    const indexes = named.map((entity) => ({
      index: entities.add(entity.kind, entity.identity, entity.labels),
      labels: entity.labels,
    }));
    related.add(distinct(indexes));
    const input = inputs.open({ treatAs: source.treatAs, blank: source.blank, from });
    const model = `${exporter.id}|${modelNames(labels)[0] ?? ''}`;
    if (source.spend === true) gates.addSpend(model, input);
    const groups: string[] = [];
    const contributions = wanted.flatMap((feed) =>
      named.flatMap((entity, i) =>
        isFedBy(entity, feed)
          ? this.feed({ feed, labels, input, model, entity, index: indexes[i]!.index }, groups)
          : [],
      ),
    );
    return { input, contributions, groups, entities: indexes, model };
  }

  /** Frees all of it; tells where the series stood. */
  unbind(binding: Binding, timeMs: number): Standing {
    const { inputs, cells, entities, related, gates } = this.parts;
    gates.remove(binding.model, binding);
    for (const contribution of binding.contributions) cells.columns.withdraw(contribution);
    for (const group of binding.groups) cells.leaveGroup(group);
    related.release(distinct(binding.entities), timeMs);
    for (const { index, labels } of binding.entities) entities.release(index, labels, timeMs);
    return inputs.close(binding.input);
  }

  /**
   * What a counter is remembered by when it leaves: its series. The code of a last event belongs to the thing that had it: its series
   * changes with every label, as when a GPU's pod labels come and go.
   */
  memoryKey({ match, series, target }: KnownSeries): string {
    const { exporter, source, id } = match.ready;
    if (source.treatAs !== 'lastCode') return `${series.name}{${labelsKey(series.labels)}}`;
    const [entity] = namedEntities(exporter, readableLabels(exporter, series.labels, target), this.parts.tenantLabels);
    return `${id}|${entity === undefined ? '' : labelsKey(entity.identity)}`;
  }

  private feed(
    bound: {
      readonly feed: ReadyFeed;
      readonly labels: Labels;
      readonly input: number;
      readonly model: string;
      readonly entity: NamedEntity;
      readonly index: number;
    },
    groups: string[],
  ): number[] {
    const { feed, labels, input, model, entity, index } = bound;
    const { cells, gates } = this.parts;
    const weight = this.weight(feed, labels);
    if (weight === undefined) return [];
    const combine = feed.combine ?? 'sum';
    let cell = cells.cell({ measure: feed.measure, kind: entity.kind, entity: index, combine });
    if (feed.once !== undefined) {
      const group = `${cell}|${JSON.stringify(feed.once.map((name) => labels[name] ?? ''))}`;
      cell = cells.joinGroup(group, cell);
      groups.push(group);
    }
    const full = (feed.scale ?? 1) * weight;
    const gated = feed.times === 'inputTokenPrice' || feed.times === 'outputTokenPrice';
    const factor = gated ? gates.factor(model, full) : full;
    const contribution = cells.columns.contribute({ input, cell, factor, take: feed.take ?? 'level' });
    if (gated) gates.addPriced(model, contribution, full);
    return [contribution];
  }

  private weight({ times }: ReadyFeed, labels: Labels): number | undefined {
    const { prices } = this.parts;
    const share = gpuShare(labels['GPU_I_PROFILE']);
    switch (times) {
      case undefined:
        return 1;
      case 'gpuShare':
        return share;
      case 'gpuPrice': {
        const price = gpuPrice(prices, labels['modelName'] ?? '');
        return price === undefined ? undefined : price * share;
      }
      case 'inputTokenPrice':
        return tokenPrice(prices, modelNames(labels), 'inputTokens');
      case 'outputTokenPrice':
        return tokenPrice(prices, modelNames(labels), 'outputTokens');
    }
  }
}

/** Served names first: gateways tell what was asked for and what answered. */
const MODEL_LABELS = ['model', 'gen_ai_response_model', 'ai_model', 'requested_model', 'gen_ai_request_model'];

function modelNames(labels: Labels): string[] {
  return MODEL_LABELS.flatMap((name) => firstLabel(labels, [name]) ?? []);
}

/** Two rules of one kind may name the same entity. */
function distinct(entities: readonly { readonly index: number }[]): number[] {
  return [...new Set(entities.map(({ index }) => index))];
}
