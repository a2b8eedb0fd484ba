import { useState } from 'preact/hooks';
import type { Alert, Signal } from '../api/types.ts';
import { share } from '../format/quantity.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { Choice } from '../parts/choice.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { heatStep } from '../signals/week-rows.ts';
import { type GpuCell, type GpuNode, gpuNodes } from './gpu-nodes.ts';
import { OPEN_ALERTS, PAGES_MAXIMUM, readings } from './paths.ts';

const SHADES = ['memory', 'utilization'] as const;
type Shade = (typeof SHADES)[number];
const WORDS: Readonly<Record<Shade, string>> = { memory: 'Memory', utilization: 'Busy' };
const EXPLAINED: Readonly<Record<Shade, string>> = {
  memory: 'Percent of the memory in use.',
  utilization: 'Percent of the time in which a kernel ran.',
};

/** Every GPU, by node; the shade tells memory or utilisation. */
export function GpuCard() {
  const memory = useList<Signal>(readings('gpu.memoryUsedRatio', 'gpu'), 'readings', PAGES_MAXIMUM);
  const utilization = useList<Signal>(readings('gpu.utilization', 'gpu'), 'readings', PAGES_MAXIMUM);
  const alerts = useList<Alert>(OPEN_ALERTS, 'alerts').value?.items ?? [];
  const [shade, setShade] = useState<Shade>('memory');
  const alarmed = new Set(alerts.flatMap((alert) => [alert.entity.key, alert.labels['UUID'] ?? '']));
  const choice = <Choice name="Shade" options={SHADES} words={WORDS} chosen={shade} onChoose={setShade} />;
  return (
    <Card title="GPUs" aside={choice}>
      <Loaded of={memory} lines={4}>
        {({ items, next }) => (
          <>
            {items.length === 0 && (
              <Nothing>
                <p>No GPU has been seen yet: is dcgm-exporter among the targets?</p>
              </Nothing>
            )}
            {gpuNodes(items, utilization.value?.items ?? []).map((node) => (
              <NodeRow node={node} shade={shade} alarmed={alarmed} key={node.node} />
            ))}
            {items.length > 0 && <p class="note">{EXPLAINED[shade]} The outlined have an alert.</p>}
            {next !== undefined && <p class="note">The first {items.length} GPUs. The dashboards show all.</p>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

interface Shown {
  readonly shade: Shade;
  /** Keys of entities and UUIDs of GPUs with an alert. */
  readonly alarmed: ReadonlySet<string>;
}

function NodeRow({ node, ...shown }: { readonly node: GpuNode } & Shown) {
  return (
    <div class="gpu-node">
      <h3>{node.node}</h3>
      <ul>
        {node.gpus.map((gpu) => (
          <Gpu gpu={gpu} {...shown} key={gpu.key} />
        ))}
      </ul>
    </div>
  );
}

function Gpu({ gpu, shade, alarmed }: { readonly gpu: GpuCell } & Shown) {
  const { key, name, place, modelName, pod, memory, utilization } = gpu;
  const value = gpu[shade]?.value ?? null;
  const step = value === null ? 'none' : heatStep(value, 1);
  const isAlarmed = alarmed.has(key) || alarmed.has(memory?.entity.identity['UUID'] ?? '');
  const owner = pod ?? 'no known owner';
  const words = `${name}: ${share(memory?.value)} memory, ${share(utilization?.value)} busy, ${owner}`;
  return (
    <li class={`gpu heat-${step}${isAlarmed ? ' alarmed' : ''}`}>
      <LinkTo to={{ page: 'signals', search: `gpu ${name}` }}>
        <span class="unseen">{isAlarmed ? `${words}, has an alert` : words}</span>
        <span aria-hidden="true" title={[words, modelName].join('\n')}>
          <small>{place}</small>
          {value === null ? '–' : Math.round(value * 100)}
        </span>
      </LinkTo>
    </li>
  );
}
