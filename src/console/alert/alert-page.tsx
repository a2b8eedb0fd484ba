import { useState } from 'preact/hooks';
import type { AlertDetails } from '../api/types.ts';
import { keyParts } from '../format/entity-key.ts';
import { dollars, inWords, scoreInWords, share } from '../format/quantity.ts';
import { lasting } from '../format/time.ts';
import { useQuery } from '../live/use-query.ts';
import { Ago } from '../parts/ago.tsx';
import { Card } from '../parts/card.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { SeverityMark } from '../parts/severity-mark.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { HistoryCard } from '../signals/history-card.tsx';
import { Actions } from './actions.tsx';
import { Causes } from './causes.tsx';
import { CompanionsCard } from './companions-card.tsx';
import { EvidenceTable } from './evidence-table.tsx';
import { NextStep } from './next-step.tsx';
import { People } from './people.tsx';
import { Timeline } from './timeline.tsx';
import { useCourse } from './use-course.ts';

/** One alert: what happened, how it is known, and what to do. */
export function AlertPage({ id }: { readonly id: string }) {
  const alert = useQuery<AlertDetails>(`alerts/${encodeURIComponent(id)}`, 'alerts');
  return (
    <Loaded of={alert} lines={8}>
      {(known) => (
        <>
          <AlertHead alert={known} />
          <div class="columns">
            <div class="column">
              <Course alert={known} />
              {known.causes.length > 0 && (
                <Card title="Causes">
                  <Causes causes={known.causes} />
                </Card>
              )}
            </div>
            <div class="column">
              <NextStep alert={known} />
              <CompanionsCard alert={known} />
              <Card title="What happened when">
                <Timeline alert={known} />
              </Card>
            </div>
          </div>
        </>
      )}
    </Loaded>
  );
}

function AlertHead({ alert }: { readonly alert: AlertDetails }) {
  const { severity, detector, summary, startsAt, endsAt, actual, expected, usdPerHour, usdTotal, score } = alert;
  const money = (usdTotal ?? usdPerHour ?? null) !== null;
  const lastedMs = Date.parse(endsAt ?? '') - Date.parse(startsAt);
  return (
    <>
      <p class="above">
        <SeverityMark severity={severity} />
        <StateMark alert={alert} />
        <span>{detector}</span>
      </p>
      <h1 class="sentence">{summary}</h1>
      <Facts
        facts={[
          endsAt === undefined ? ['Began', <Ago time={startsAt} />] : ['Lasted', lasting(lastedMs)],
          ['At its worst', inWords(actual.value, actual.unit)],
          ['Expected', inWords(expected.value, expected.unit)],
          ...(money ? ([['Lost so far', `${dollars(usdTotal)}, at ${dollars(usdPerHour)}/h`]] as const) : []),
          ['Score', `${scoreInWords(score)}, alert line 1`],
          ['Confidence', share(alert.confidence)],
        ]}
      />
      <Actions alert={alert} />
      <People alert={alert} />
    </>
  );
}

/** The chart of one piece of evidence, and the table in which to choose another. */
function Course({ alert }: { readonly alert: AlertDetails }) {
  const [chosen, setChosen] = useState(0);
  const evidence = alert.evidence[chosen];
  if (evidence === undefined) return null;
  return (
    <>
      <CourseCard alert={alert} evidence={evidence} key={`${evidence.signal} ${evidence.entity}`} />
      <Card title="Evidence" flush>
        <EvidenceTable evidence={alert.evidence} chosen={chosen} onChoose={setChosen} />
      </Card>
    </>
  );
}

interface CourseCardProps {
  readonly alert: AlertDetails;
  readonly evidence: AlertDetails['evidence'][number];
}

function CourseCard({ alert, evidence }: CourseCardProps) {
  const { startsAt, endsAt } = alert;
  const times = { startsAtMs: Date.parse(startsAt), endsAtMs: endsAt === undefined ? undefined : Date.parse(endsAt) };
  const title = `${evidence.signal} of ${evidence.name ?? keyParts(evidence.entity).name}`;
  return <HistoryCard history={useCourse(alert, evidence)} title={title} alert={times} />;
}
