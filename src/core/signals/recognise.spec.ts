import { fixture } from '../../../test/fakes/scraped.ts';
import { PageParser } from '../exposition/page-parser.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { recognise } from './recognise.ts';

const catalogue = new CatalogueIndex(CATALOGUE);

function namesOf(text: string): string[] {
  const parser = new PageParser();
  parser.parse(new TextEncoder().encode(text));
  return parser.series.flatMap((series) => series?.name ?? []);
}

it.each([
  ['dcgm-exporter.prom', 'dcgm-exporter'],
  ['vllm-v0.prom', 'vllm'],
  ['vllm-v1.prom', 'vllm'],
  ['litellm.prom', 'litellm'],
  ['traefik-v3.prom', 'traefik'],
])('%s comes from %s', (file, exporter) => {
  const { exporters, used, unknown } = recognise(namesOf(fixture(file)), catalogue);
  expect(exporters).toEqual([exporter]);
  expect(used.length).toBeGreaterThan(3);
  expect(unknown).toEqual([]);
});

it('sorts names into used, unused and unknown', () => {
  const names = ['litellm_spend_metric_total', 'litellm_in_flight_requests', 'go_goroutines', 'acme_widgets_total'];
  expect(recognise(names, catalogue)).toEqual({
    exporters: ['litellm'],
    used: ['litellm_spend_metric_total'],
    unused: ['litellm_in_flight_requests', 'go_goroutines'],
    unknown: ['acme_widgets_total'],
  });
});
