import { entityKey } from '../model/entity.ts';
import { type Labels, labelsKey } from '../model/labels.ts';
import { isTokenPrice, type ReadyFeed, type SourceMatch } from './catalogue-index.ts';
import type { EntityIndex, EntityReference } from './entity-index.ts';
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
  readonly entities: readonly EntityReference[];
  /** The model whose price may be asked for; undefined where none is. */
  readonly model: string | undefined;
}

interface Parts {
  readonly inputs: Inputs;
  readonly cells: MeasureCells;
  readonly entities: EntityIndex;
  readonly related: RelatedEntities;
  readonly gates: PriceGates;
  readonly prices: PriceBook;
  readonly tenantLabels: readonly string[];
  /** Whether signals of new entities may come. */
  readonly hasRoom: () => boolean;
}

/** A series that some source of the catalogue knows, on its target. */
export interface KnownSeries {
  readonly match: SourceMatch;
  readonly series: NamedSeries;
  readonly target: Labels;
}

/** Ties a series to the measures it feeds and the entities it names, and unties it again. The slow path: once a series. */
export class SeriesBinder {
  private refusedSeries = 0;

  constructor(private readonly parts: Parts) {}

  /** Series of new entities for which there was no room. */
  get refused(): number {
    return this.refusedSeries;
  }

  /** Undefined when the series names no entity that any feed wants, or a new one for which there is no room. `from`: where counting starts, see `InputOptions`. */
  bind({ match, series, target }: KnownSeries, from: Standing | undefined): Binding | undefined {
    const { exporter, source, feeds } = match.ready;
    const { inputs, entities, related, gates, tenantLabels, hasRoom } = this.parts;
    const labels = readableLabels(match, series.labels, target);
    const named = namedEntities(exporter, labels, tenantLabels);
    const wanted = feeds.filter((feed) => feed.accepts(labels) && named.some((entity) => isFedBy(entity, feed)));
    if (wanted.length === 0) return undefined;
    if (!hasRoom() && named.some(({ kind, identity }) => entities.find(entityKey(kind, identity)) < 0)) {
      this.refusedSeries++;
      return undefined;
    }
    const references = named.map(({ kind, identity, labels: describing }) => entities.add(kind, identity, describing));
    related.add(distinct(references));
    const input = inputs.open({ treatAs: source.treatAs, blank: source.blank, from });
    const model = match.ready.isPriced ? `${exporter.id}|${modelNames(labels)[0] ?? ''}` : undefined;
    if (source.spend === true && model !== undefined) gates.addSpend(model, input);
    const groups: string[] = [];
    const contributions = wanted.flatMap((feed) =>
      named.flatMap((entity, i) =>
        isFedBy(entity, feed)
          ? this.feed({ feed, labels, input, model, entity, index: references[i]!.index }, groups)
          : [],
      ),
    );
    return { input, contributions, groups, entities: references, model };
  }

  /** Frees all of it; tells where the series stood. */
  unbind(binding: Binding, timeMs: number): Standing {
    const { inputs, cells, entities, related, gates } = this.parts;
    if (binding.model !== undefined) gates.remove(binding.model, binding);
    for (const contribution of binding.contributions) cells.columns.withdraw(contribution);
    for (const group of binding.groups) cells.leaveGroup(group);
    related.release(distinct(binding.entities), timeMs);
    for (const reference of binding.entities) entities.release(reference, timeMs);
    return inputs.close(binding.input);
  }

  /** Lets one series feed all these bindings; returns the first input, -1 for none. */
  chain(bindings: readonly Binding[]): number {
    return this.parts.inputs.chain(bindings.map(({ input }) => input));
  }

  /**
   * What a counter is remembered by when it leaves: its series. The code of a last event belongs to the thing that had it: its series
   * changes with every label, as when a GPU's pod labels come and go.
   */
  memoryKey({ match, series, target }: KnownSeries): string {
    const { exporter, source, id } = match.ready;
    if (source.treatAs !== 'lastCode') return `${id}|${series.name}{${labelsKey(series.labels)}}`;
    const [entity] = namedEntities(exporter, readableLabels(match, series.labels, target), this.parts.tenantLabels);
    return `${id}|${entity === undefined ? '' : labelsKey(entity.identity)}`;
  }

  private feed(
    bound: {
      readonly feed: ReadyFeed;
      readonly labels: Labels;
      readonly input: number;
      readonly model: string | undefined;
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
    const take = feed.take ?? 'level';
    if (model === undefined || !isTokenPrice(feed.times))
      return [cells.columns.contribute({ input, cell, factor: full, take })];
    const contribution = cells.columns.contribute({ input, cell, factor: gates.factor(model, full), take });
    gates.addPriced(model, contribution, full);
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
