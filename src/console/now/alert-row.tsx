import type { Alert } from '../api/types.ts';
import { dollars } from '../format/quantity.ts';
import { Ago } from '../parts/ago.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { SeverityMark } from '../parts/severity-mark.tsx';
import { StateMark } from '../parts/state-mark.tsx';

/** One alert on two lines: its sentence, and what a person asks next. */
export function AlertRow({ alert }: { readonly alert: Alert }) {
  const { id, severity, state, summary, detector, startsAt, endsAt, usdPerHour, usdTotal } = alert;
  const hasMoney = (usdPerHour ?? usdTotal ?? null) !== null;
  return (
    <li class={`alert-row severity-${severity} is-${state}`}>
      <div class="alert-what">
        <LinkTo to={{ page: 'alert', id }} class="alert-sentence">
          {summary}
        </LinkTo>
        <p class="alert-facts">
          <SeverityMark severity={severity} />
          <StateMark alert={alert} />
          <span>{detector}</span>
          <span>
            {endsAt === undefined ? 'began ' : 'ended '}
            <Ago time={endsAt ?? startsAt} />
          </span>
        </p>
      </div>
      {hasMoney && (
        <p class="alert-money">
          <span>
            <strong>{dollars(usdTotal)}</strong> so far
          </span>
          <span>
            <b>{dollars(usdPerHour)}/h</b> beyond usual
          </span>
        </p>
      )}
    </li>
  );
}
