import type { Baseline, History, Signal } from '../api/types.ts';
import { kindInWords } from '../format/entity-key.ts';
import { bandInWords, inWords, scoreInWords } from '../format/quantity.ts';
import { useQuery } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { Facts } from '../parts/facts.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { BaselineWords } from './baseline-words.tsx';
import { HistoryCard } from './history-card.tsx';

/** One signal of one entity: its course, and what is expected of it and why. */
export function SignalPage({ signalKey }: { readonly signalKey: string }) {
  const path = encodeURIComponent(signalKey);
  const signal = useQuery<Signal>(`signals/${path}`);
  const baseline = useQuery<Baseline>(`baselines/${path}`);
  const history = useQuery<History>(`signals/${path}/history`);
  return (
    <Loaded of={signal} lines={6}>
      {(known) => (
        <>
          <p class="above">
            <LinkTo to={{ page: 'signals', search: `${known.entity.kind} ${known.entity.name}` }}>
              All signals of this {kindInWords(known.entity.kind)}
            </LinkTo>
          </p>
          <h1>
            {known.signal} <span class="of">of {known.entity.name}</span>
          </h1>
          <Standing signal={known} />
          <HistoryCard history={history} title="Over time" />
          <div class="columns even">
            <Card title="What is expected, and why">
              <Loaded of={baseline}>{(learnt) => <BaselineWords baseline={learnt} />}</Loaded>
            </Card>
            <Card title={`The ${kindInWords(known.entity.kind)}`}>
              <Labels labels={{ ...known.entity.labels, ...known.entity.identity }} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Standing({ signal: { value, unit, lower, upper, expected, score, ready } }: { readonly signal: Signal }) {
  return (
    <Facts
      facts={[
        ['Now', inWords(value, unit)],
        ['Expected', inWords(expected, unit)],
        ['Usual', bandInWords(lower, upper, unit)],
        ['Score', ready ? `${scoreInWords(score)}, alert line 1` : 'still learning'],
      ]}
    />
  );
}

/** Labels as the exporters wrote them. */
export function Labels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  const sorted = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b));
  return (
    <dl class="labels">
      {sorted.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
