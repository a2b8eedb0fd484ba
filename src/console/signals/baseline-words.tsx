import type { Baseline } from '../api/types.ts';
import { bandInWords, inWords, share } from '../format/quantity.ts';
import { lasting } from '../format/time.ts';
import { Ago } from '../parts/ago.tsx';

/** The baseline in sentences: what it expects, from how much, and what people said to it. */
export function BaselineWords({ baseline }: { readonly baseline: Baseline }) {
  const { ready, expected, lower, upper, unit, samples, firstSampleAt, intervalMs, confidence } = baseline;
  return (
    <div class="prose">
      <p>
        {ready ? (
          <>
            At this hour about <strong>{inWords(expected, unit)}</strong> are expected, and{' '}
            <strong>{bandInWords(lower, upper, unit)}</strong> is nothing unusual.
          </>
        ) : (
          <>
            It is still learning what is usual
            {baseline.readyAt !== undefined && (
              <>
                {' '}
                and judges from <Ago time={baseline.readyAt} />
              </>
            )}
            .
          </>
        )}
      </p>
      <p>
        Learnt from {samples.toLocaleString('en')} samples, one every {lasting(intervalMs)}
        {firstSampleAt !== null && (
          <>
            , the first <Ago time={firstSampleAt} />
          </>
        )}
        . Confidence {share(confidence)}.
      </p>
      {(baseline.widening ?? 0) > 0 && (
        <p>The band is {share(baseline.widening)} wider than learnt, because a person said that an alert was false.</p>
      )}
      {baseline.held && <p>Nothing is learnt now: a person said that what goes on is an attack.</p>}
    </div>
  );
}
