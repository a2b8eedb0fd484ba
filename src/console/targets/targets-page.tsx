import type { Target } from '../api/types.ts';
import { lasting } from '../format/time.ts';
import { useList } from '../live/use-query.ts';
import { PAGES_MAXIMUM, TARGETS } from '../now/paths.ts';
import { Ago } from '../parts/ago.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { HealthMark } from './health-mark.tsx';

/** Everything that is scraped; what does not answer comes first. */
export function TargetsPage() {
  const targets = useList<Target>(TARGETS, 'readings', PAGES_MAXIMUM);
  return (
    <>
      <h1>Targets</h1>
      <div class="card flush">
        <Loaded of={targets} lines={8}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing>
                <p>
                  Nothing is scraped. Name targets under <code>scrape_configs</code> in gauger.yaml.
                </p>
              </Nothing>
            ) : (
              <table class="stacked">
                <thead>
                  <tr>
                    <th scope="col">Target</th>
                    <th scope="col">Health</th>
                    <th scope="col">Last scrape</th>
                    <th scope="col" class="number">
                      Samples
                    </th>
                    <th scope="col">What went wrong</th>
                  </tr>
                </thead>
                <tbody>
                  {[...items].sort(worseFirst).map((target) => (
                    <TargetRow
                      target={target}
                      key={`${target.scrapePool} ${target.url} ${target.labels['instance']}`}
                    />
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
      </div>
    </>
  );
}

const ORDER: readonly Target['health'][] = ['down', 'unknown', 'up'];

function worseFirst(a: Target, b: Target): number {
  return ORDER.indexOf(a.health) - ORDER.indexOf(b.health);
}

/** What tells the targets of one job apart, in people's words. */
function whose({ namespace, pod, node }: Target['labels']): string {
  if (pod !== undefined) return [namespace, pod].filter(Boolean).join('/');
  return node ?? '';
}

function TargetRow({ target }: { readonly target: Target }) {
  const { labels, url, health, written, lastScrapeAt, lastDurationMs, intervalMs, samples, error, skippedLines } =
    target;
  const skipped = skippedLines
    ? `${skippedLines} ${skippedLines === 1 ? 'line was' : 'lines were'} skipped`
    : undefined;
  return (
    <tr>
      <th scope="row">
        {labels['job']}
        <small>{whose(labels)}</small>
        <small>{written ? labels['instance'] : url}</small>
      </th>
      <td data-name="Health">
        <HealthMark health={health} />
      </td>
      <td data-name="Last scrape">
        {lastScrapeAt === undefined ? '–' : <Ago time={lastScrapeAt} />}
        <small>
          {lastDurationMs !== undefined && `took ${Math.ceil(lastDurationMs)} ms, `}
          {written ? 'by remote write' : `every ${lasting(intervalMs)}`}
        </small>
      </td>
      <td data-name="Samples" class="number">
        {samples?.toLocaleString('en') ?? '–'}
      </td>
      <td data-name="What went wrong">{[error, skipped].filter(Boolean).join('; ') || '–'}</td>
    </tr>
  );
}
