import { AlertsCard } from './alerts-card.tsx';
import { DetectorsCard } from './detectors-card.tsx';
import { GpuCard } from './gpu-card.tsx';
import { ResolvedCard } from './resolved-card.tsx';
import { TargetsCard } from './targets-card.tsx';
import { Tiles } from './tiles.tsx';
import { UsageCard } from './usage-card.tsx';

/** What goes on now: what is wrong, what it costs, who uses what, and how well Gauger sees. */
export function NowPage() {
  return (
    <>
      <h1 class="unseen">Now</h1>
      <Tiles />
      <div class="columns">
        <div class="column">
          <AlertsCard />
          <UsageCard title="Tenants" kind="tenant" />
          <ResolvedCard />
        </div>
        <div class="column">
          <GpuCard />
          <UsageCard title="Models" kind="model" />
          <DetectorsCard />
          <TargetsCard />
        </div>
      </div>
    </>
  );
}
