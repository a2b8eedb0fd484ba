import type { ComponentChildren } from 'preact';
import type { Alert, Detector, Signal, Target } from '../api/types.ts';
import { dollars, inWords, share } from '../format/quantity.ts';
import { useList } from '../live/use-query.ts';
import { mean } from './gpu-nodes.ts';
import { moneyAtRisk } from './money-at-risk.ts';
import { DETECTORS, OPEN_ALERTS, PAGES_MAXIMUM, readings, TARGETS } from './paths.ts';
import { total } from './usage-rows.ts';

/** The whole on one line. */
export function Tiles() {
  return (
    <dl class="tiles" aria-label="Summary">
      <AlertTiles />
      <SpendTile />
      <TokensTile />
      <GpuTile />
      <WatchTiles />
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly below?: ComponentChildren;
  readonly tone?: 'critical' | 'warning' | 'good' | undefined;
}

function Tile({ name, value, below, tone }: TileProps) {
  return (
    <div class={tone === undefined ? 'tile' : `tile tone-${tone}`}>
      <dt>{name}</dt>
      <dd class="tile-value">{value}</dd>
      <dd class="tile-below">{below ?? ' '}</dd>
    </div>
  );
}

function AlertTiles() {
  const { value } = useList<Alert>(OPEN_ALERTS, 'alerts');
  const alerts = value?.items ?? [];
  const firing = alerts.filter(({ state }) => state === 'firing');
  const critical = firing.filter(({ severity }) => severity === 'critical').length;
  const pending = alerts.length - firing.length;
  const parts = [critical > 0 && `${critical} critical`, pending > 0 && `${pending} pending`].filter(Boolean);
  const { perHour, soFar } = moneyAtRisk(firing);
  const tone = critical > 0 ? 'critical' : firing.length > 0 ? 'warning' : undefined;
  return (
    <>
      <Tile name="Alerts firing" value={value && firing.length} below={parts.join(', ')} tone={tone} />
      <Tile
        name="Money at risk"
        value={value && (perHour === undefined ? dollars(0) : `${dollars(perHour)}/h`)}
        below={soFar === undefined ? 'nothing beyond the usual' : `${dollars(soFar)} so far`}
        tone={perHour === undefined ? undefined : tone}
      />
    </>
  );
}

function SpendTile() {
  const { value } = useList<Signal>(readings('cost.rate', 'tenant'), 'readings', PAGES_MAXIMUM);
  return <SumTile name="Spend of all tenants" unit="USD/h" signals={value?.items} />;
}

function TokensTile() {
  const { value } = useList<Signal>(readings('tokens.output', 'model'), 'readings', PAGES_MAXIMUM);
  return <SumTile name="Tokens out" unit="tokens/s" signals={value?.items} />;
}

function SumTile({ name, unit, signals }: { name: string; unit: string; signals: readonly Signal[] | undefined }) {
  const now = total(signals?.map(({ value }) => value) ?? []);
  const usual = total(signals?.map(({ expected }) => expected) ?? []);
  const [number, ...rest] = inWords(now, unit).split(' ');
  const value = (
    <>
      {number} <span class="tile-unit">{rest.join(' ')}</span>
    </>
  );
  return (
    <Tile name={name} value={signals && value} below={usual && `expected ${inWords(usual, unit).split(' ')[0]}`} />
  );
}

function GpuTile() {
  const memory = useList<Signal>(readings('gpu.memoryUsedRatio', 'gpu'), 'readings', PAGES_MAXIMUM).value?.items;
  const busy = useList<Signal>(readings('gpu.utilization', 'gpu'), 'readings', PAGES_MAXIMUM).value?.items;
  const gpus = Math.max(memory?.length ?? 0, busy?.length ?? 0);
  return (
    <Tile
      name="GPUs"
      value={memory && busy && gpus}
      below={gpus > 0 && `${share(mean(busy ?? []))} busy, ${share(mean(memory ?? []))} full`}
    />
  );
}

function WatchTiles() {
  const detectors = useList<Detector>(DETECTORS).value?.items;
  const targets = useList<Target>(TARGETS, 'readings', PAGES_MAXIMUM).value?.items;
  const armed = detectors?.filter(({ state }) => state === 'armed').length ?? 0;
  const blind = detectors?.filter(({ state }) => state === 'blind').length ?? 0;
  const down = targets?.filter(({ health }) => health === 'down').length ?? 0;
  return (
    <>
      <Tile
        name="Detectors armed"
        value={detectors && `${armed} of ${detectors.length}`}
        below={blind > 0 && `${blind} blind`}
      />
      <Tile
        name="Targets up"
        value={targets && `${targets.filter(({ health }) => health === 'up').length} of ${targets.length}`}
        below={down > 0 && `${down} down`}
        tone={down > 0 ? 'warning' : undefined}
      />
    </>
  );
}
