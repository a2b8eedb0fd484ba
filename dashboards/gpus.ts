import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import * as table from '@grafana/grafana-foundation-sdk/table';
import { framed } from './frame.ts';
import { level } from './level.ts';
import { NO_GPU, NO_SERVER } from './overview/no-value.ts';
import { linesPanel, PROMETHEUS, rankingPanel } from './panels.ts';
import { alertsPanel } from './sql.ts';

/** The GPUs and the servers on them: who is short of memory, who works unseen, what is broken. */
export function gpus(): dashboard.Dashboard {
  return framed({
    uid: 'gauger-gpus',
    title: 'GPU fleet',
    description: 'Memory, contention, unknown work and faults of every GPU.',
    rows: [
      ['Every GPU now', [fleet()]],
      ['Memory and contention', contention()],
      ['Unknown work', unknownWork()],
      ['Faults', faults()],
      [
        'Alerts about GPUs',
        [alertsPanel(ABOUT, `detector LIKE 'gpu-%' OR detector IN ('unknown-gpu-workload', 'inference-overload')`)],
      ],
    ],
  });
}

const ABOUT = { title: 'GPUs and their servers', description: 'Alerts about them in the chosen time.', width: 24 };

const COLUMNS = [
  { id: 'gpu.memoryUsedRatio', name: 'memory', unit: 'percentunit', decimals: 0 },
  { id: 'gpu.utilization', name: 'busy', unit: 'percentunit', decimals: 0 },
  { id: 'gpu.tensorActive', name: 'tensor cores', unit: 'percentunit', decimals: 0 },
  { id: 'gpu.power', name: 'power', unit: 'watt', decimals: 0 },
  { id: 'gpu.temperature', name: 'temperature', unit: 'celsius', decimals: 0 },
  { id: 'gpu.xid', name: 'last XID', unit: 'none', decimals: 0 },
] as const;

/** One row a GPU: the columns are queries of their own, joined by the entity. */
function fleet(): table.PanelBuilder {
  const refIds = COLUMNS.map((_, index) => String.fromCharCode(65 + index));
  const panel = new table.PanelBuilder()
    .title('One row a GPU')
    .description('What each GPU does at this moment; a last XID of 0 is none.')
    .noValue(NO_GPU)
    .unit('none')
    .span(24)
    .height(12)
    .datasource(PROMETHEUS)
    .showHeader(true)
    .targets(
      COLUMNS.map(({ id }, index) =>
        new DataqueryBuilder()
          .expr(`max by (entity) (anomaly:level{anomaly_name="${id}",entity_kind="gpu"})`)
          .legendFormat('{{entity}}')
          .instant()
          .format(PromQueryFormat.Table)
          .refId(refIds[index] ?? 'A'),
      ),
    )
    .transformations([
      { id: 'joinByField', options: { byField: 'entity', mode: 'outer' } },
      { id: 'filterFieldsByName', options: { include: { pattern: '^(entity|Value #.*)$' } } },
      {
        id: 'organize',
        options: {
          renameByName: {
            entity: 'GPU',
            ...Object.fromEntries(COLUMNS.map(({ name }, index) => [`Value #${refIds[index]}`, name])),
          },
        },
      },
    ]);
  for (const { name, unit, decimals } of COLUMNS) {
    const gauge = unit === 'percentunit' ? [{ id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic' } }] : [];
    panel.overrideByName(name, [
      { id: 'unit', value: unit },
      { id: 'decimals', value: decimals },
      ...gauge,
      ...(unit === 'percentunit'
        ? [
            { id: 'min', value: 0 },
            { id: 'max', value: 1 },
          ]
        : []),
    ]);
  }
  return panel;
}

function contention() {
  return [
    linesPanel(
      {
        title: 'Memory used',
        description: 'A model server takes its share at start, so a change is news.',
        noValue: NO_GPU,
        unit: 'percentunit',
        width: 8,
      },
      [level('gpu.memoryUsedRatio', 'gpu')],
    )
      .min(0)
      .max(1),
    linesPanel(
      {
        title: 'KV cache used',
        description: 'When it is full, requests wait and are preempted.',
        noValue: NO_SERVER,
        unit: 'percentunit',
        width: 8,
      },
      [level('kvCache.usage', 'pod')],
    )
      .min(0)
      .max(1),
    linesPanel(
      { title: 'Waiting requests', description: 'Not yet scheduled.', noValue: NO_SERVER, unit: 'short', width: 8 },
      [level('queue.waiting', 'pod')],
    ),
    linesPanel(
      {
        title: 'Time to first token',
        description: 'Mean of the requests that began to be answered.',
        noValue: NO_SERVER,
        unit: 's',
        width: 12,
      },
      [level('latency.timeToFirstToken', 'pod')],
    ),
    linesPanel(
      {
        title: 'Preemptions',
        description: 'Requests a second that lost their place in the KV cache.',
        noValue: NO_SERVER,
        unit: 'short',
        width: 12,
      },
      [level('preemptions.rate', 'pod')],
    ),
  ];
}

function unknownWork() {
  const idleTensor =
    '(anomaly:level{anomaly_name="gpu.engineActive"} > 0.5) and on (UUID) (anomaly:level{anomaly_name="gpu.tensorActive"} < 0.05)';
  return [
    rankingPanel(
      {
        title: 'Busy with idle tensor cores',
        description: 'Inference uses tensor cores; mining does not.',
        noValue: 'No GPU works that way',
        unit: 'percentunit',
        width: 8,
      },
      { expr: idleTensor, legend: '{{entity}}' },
      { odd: 0.5, bad: 0.9 },
    ),
    linesPanel(
      {
        title: 'Engine',
        description: 'Share of time in which the compute engine was active.',
        noValue: NO_GPU,
        unit: 'percentunit',
        width: 8,
      },
      [level('gpu.engineActive', 'gpu')],
    ),
    linesPanel({ title: 'Power', description: 'Drawn by each board.', noValue: NO_GPU, unit: 'watt', width: 8 }, [
      level('gpu.power', 'gpu'),
    ]),
  ];
}

function faults() {
  return [
    linesPanel(
      {
        title: 'XID events',
        description: 'Changes of the last XID error, a second.',
        noValue: NO_GPU,
        unit: 'short',
        width: 8,
      },
      [level('gpu.xidEvents', 'gpu')],
    ),
    linesPanel(
      {
        title: 'Temperature',
        description: 'Of each GPU, in degrees Celsius.',
        noValue: NO_GPU,
        unit: 'celsius',
        width: 8,
      },
      [level('gpu.temperature', 'gpu')],
    ),
    linesPanel(
      {
        title: 'Held back by heat',
        description: 'Share of time in which heat held each GPU back.',
        noValue: NO_GPU,
        unit: 'percentunit',
        width: 8,
      },
      [level('gpu.throttled', 'gpu')],
    ),
  ];
}
