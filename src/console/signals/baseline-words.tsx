import type { ComponentChildren } from 'preact';
import type { Baseline } from '../api/types.ts';
import { bandInWords, inWords, share } from '../format/quantity.ts';
import { lasting } from '../format/time.ts';
import { Ago } from '../parts/ago.tsx';
import { WeekProfile } from './week-profile.tsx';

type Explanation = NonNullable<Baseline['explanation']>;

const FROM: Readonly<Record<Explanation['expectedFrom'], string>> = {
  'slow level': 'a level that moves over days',
  'following level': 'a level that follows within the hour',
  'hour of day': 'what is usual at this hour of the day',
  'hour of week': 'what is usual at this hour of the week',
};

const LEADS: Readonly<Record<Explanation['leadingTerm'], string>> = {
  level: 'how far the value is from what was expected',
  change: 'how suddenly the value changed',
  drift: 'how long it has drifted to one side',
  spread: 'how much more it varies than usual',
  novelty: 'a course it has never taken before',
  count: 'how large something rare was this time',
  guard: 'that it is further off than the band may grow in a day',
};

/** The baseline in sentences: what it expects, from what, and what people said to it. */
export function BaselineWords({ baseline }: { readonly baseline: Baseline }) {
  const { ready, expected, lower, upper, unit, samples, firstSampleAt, intervalMs, confidence, explanation } = baseline;
  return (
    <div class="prose">
      {ready ? (
        <p>
          About <strong>{inWords(expected, unit)}</strong> is expected now, and{' '}
          <strong>{bandInWords(lower, upper, unit)}</strong> is nothing unusual.
        </p>
      ) : (
        <p>
          It is still learning what is usual
          {baseline.readyAt !== undefined && (
            <>
              {' '}
              and judges from <Ago time={baseline.readyAt} />
            </>
          )}
          .
        </p>
      )}
      {explanation !== null && <Reasons explanation={explanation} unit={unit} />}
      <p>
        Learnt from {samples.toLocaleString('en')} samples, lately one every {lasting(intervalMs)}
        {firstSampleAt !== null && (
          <>
            , the first <Ago time={firstSampleAt} />
          </>
        )}
        . Confidence {share(confidence)}.
      </p>
      <WhatPeopleSaid baseline={baseline} />
      {explanation?.profile !== undefined && <WeekProfile {...explanation.profile} unit={unit} />}
    </div>
  );
}

function Reasons({ explanation, unit }: { readonly explanation: Explanation; readonly unit: string }) {
  const { expectedFrom, mostlyZero, usualDeviation, smallestNews, leadingTerm } = explanation;
  const reasons: ComponentChildren[] = [
    mostlyZero
      ? 'It is zero most of the time: judged by how seldom it is not, and how large then.'
      : `Expected is ${FROM[expectedFrom]}, which has predicted best lately; it is usually off by ${inWords(usualDeviation, unit)}.`,
    `Less than ${inWords(smallestNews, unit)} off is never news.`,
    `What spoke loudest in the last score: ${LEADS[leadingTerm]}.`,
  ];
  return (
    <ul>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

function WhatPeopleSaid({ baseline: { widening, held, pinned } }: { readonly baseline: Baseline }) {
  return (
    <>
      {(widening ?? 0) > 0 && (
        <p>The band is {share(widening)} wider than learnt, because a person said that an alert was false.</p>
      )}
      {held && <p>Nothing is learnt now: a person said that what goes on is an attack.</p>}
      {pinned && <p>It is pinned: a person said that it is good as it is, and it learns nothing.</p>}
    </>
  );
}
