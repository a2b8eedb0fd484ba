import { alert, finding } from '../../test/fakes/alerts.ts';
import type { Evidence } from '../core/model/finding.ts';
import type { FrozenSignal } from '../core/model/frozen-evidence.ts';
import { evidenceChart } from './evidence-chart.ts';

const JUDGED = { value: 1, expected: 1, lower: 0, upper: 2, score: 0 };
const GPU = 'gpu{UUID="GPU-1"}';

/** The title of the chart of a signal of this entity, where the evidence has it under this name. */
function titleOf(entity: string, name?: string): string | undefined {
  const evidence: Evidence = { signal: 'gpu.power', entity, ...(name && { name }), unit: 'watts', ...JUDGED };
  const given = alert({ peak: finding({ evidence: [evidence] }) });
  const definition: FrozenSignal['definition'] = {
    id: 'gpu.power',
    entity: 'gpu',
    unit: 'watts',
    direction: 'up',
    minimumAbsolute: 0,
    minimumRelative: 0,
  };
  const signal: FrozenSignal = { definition, entity, timeMs: 0, ...JUDGED, confidence: 1, points: [] };
  return /<title>(.*)<\/title>/.exec(evidenceChart(given, signal, signal.points, 'light'))?.[1];
}

it('calls the entity what people call it', () => {
  expect(titleOf(alert().peak.entity.key)).toBe('gpu.power of tenant acme');
  expect(titleOf(GPU, 'gpu-node-1 GPU 4')).toBe('gpu.power of gpu-node-1 GPU 4');
  expect(titleOf(GPU)).toBe('gpu.power of gpu{UUID=&quot;GPU-1&quot;}');
});
