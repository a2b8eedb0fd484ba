import type { Target } from '../api/types.ts';
import { grouped } from '../format/grouped.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { HealthMark } from '../targets/health-mark.tsx';
import { PAGES_MAXIMUM, TARGETS } from './paths.ts';

const SHOWN = 6;

/** Whether everything that is scraped answers: how many of each job, and which do not. */
export function TargetsCard() {
  const targets = useList<Target>(TARGETS, 'readings', PAGES_MAXIMUM);
  return (
    <Card title="Targets" aside={<LinkTo to={{ page: 'targets' }}>All targets</LinkTo>} flush>
      <Loaded of={targets}>{({ items }) => <Jobs targets={items} />}</Loaded>
    </Card>
  );
}

function Jobs({ targets }: { readonly targets: readonly Target[] }) {
  if (targets.length === 0) {
    return (
      <Nothing>
        <p>
          Nothing is scraped. Name targets under <code>scrape_configs</code> in gauger.yaml, in Prometheus’ own form.
        </p>
      </Nothing>
    );
  }
  const down = targets.filter(({ health }) => health === 'down');
  const jobs = grouped(targets, ({ labels }) => labels['job'] ?? '');
  return (
    <ul class="rows">
      {jobs.map(([job, members]) => {
        const up = members.filter(({ health }) => health === 'up').length;
        return (
          <li key={job}>
            <span>{job}</span>
            <span class="count">
              {up} of {members.length} up
            </span>
          </li>
        );
      })}
      {down.slice(0, SHOWN).map((target) => (
        <li key={target.url}>
          <span>
            {target.labels['instance']}
            <small>{target.error}</small>
          </span>
          <HealthMark health={target.health} />
        </li>
      ))}
    </ul>
  );
}
