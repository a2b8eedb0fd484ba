import { useMemo, useState } from 'preact/hooks';
import type { AlertTimes } from '../../core/model/alert-span.ts';
import type { History, HistoryPoint } from '../api/types.ts';
import type { Known } from '../live/queries.ts';
import { Card } from '../parts/card.tsx';
import { Choice } from '../parts/choice.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { BandChart } from './band-chart.tsx';
import { ALERT_SPANS, lastSpan, SPAN_WORDS, SPANS, type Span } from './last-span.ts';

export interface HistoryCardProps {
  readonly history: Known<Pick<History, 'points' | 'unit'>>;
  /** Of the card. */
  readonly title: string;
  /** On whose page it stands: its time is shown first, its beginning is marked. */
  readonly alert?: AlertTimes;
}

/** The signal's recent past as Gauger remembers it. */
export function HistoryCard({ history, title, alert }: HistoryCardProps) {
  const [span, setSpan] = useState<Span>(alert ? 'alert' : 'halfHour');
  const spans = alert ? ALERT_SPANS : SPANS;
  const choice = <Choice<Span> name="Time shown" options={spans} words={SPAN_WORDS} chosen={span} onChoose={setSpan} />;
  return (
    <Card title={title} aside={choice}>
      <Loaded of={history} lines={9}>
        {({ points, unit }) => <Course title={title} unit={unit} all={points} span={span} alert={alert} />}
      </Loaded>
    </Card>
  );
}

interface CourseProps extends Pick<HistoryCardProps, 'title'> {
  readonly unit: string;
  readonly all: readonly HistoryPoint[];
  readonly span: Span;
  readonly alert: AlertTimes | undefined;
}

function Course({ all, span, alert, ...chart }: CourseProps) {
  const points = useMemo(() => lastSpan(all, span, alert), [all, span, alert?.startsAtMs, alert?.endsAtMs]);
  if (points.length < 2) {
    return (
      <Nothing>
        <p>
          Nothing of it is remembered. The chart begins with the next evaluations, unless more signals are watched than{' '}
          <code>limits.history_signals</code> allows to remember.
        </p>
      </Nothing>
    );
  }
  return <BandChart {...chart} points={points} {...(alert && { momentsMs: [alert.startsAtMs] })} />;
}
