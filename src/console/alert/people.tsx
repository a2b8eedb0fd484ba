import type { Alert, Silence } from '../api/types.ts';
import { useQuery } from '../live/use-query.ts';
import { Ago } from '../parts/ago.tsx';
import { Icon } from '../parts/icon.tsx';

const VERDICT_WORDS = { true: 'true', false: 'false', planned: 'planned' } as const;

/** What people have said and done to the alert, as it stands. */
export function People({ alert: { acknowledged, verdict, silencedBy } }: { readonly alert: Alert }) {
  return (
    <ul class="people">
      {acknowledged !== undefined && (
        <li>
          <Icon name="person" />
          <span>
            <strong>{acknowledged.by}</strong> looks after it, from <Ago time={acknowledged.at} /> on
            {acknowledged.comment !== undefined && `: ${acknowledged.comment}`}
          </span>
        </li>
      )}
      {silencedBy.map((id) => (
        <SilencedBy id={id} key={id} />
      ))}
      {verdict !== undefined && (
        <li>
          <Icon name="good" />
          <span>
            <strong>{verdict.by}</strong> called it {VERDICT_WORDS[verdict.verdict]}, <Ago time={verdict.at} />
            {verdict.comment !== undefined && `: ${verdict.comment}`}
          </span>
        </li>
      )}
    </ul>
  );
}

const MAINTENANCE = 'maintenance/';

function SilencedBy({ id }: { readonly id: string }) {
  const isMaintenance = id.startsWith(MAINTENANCE);
  const { value } = useQuery<Silence>(isMaintenance ? undefined : `silences/${encodeURIComponent(id)}`, 'alerts');
  return (
    <li>
      <Icon name="bell" />
      <span>
        {isMaintenance && `Silent during the maintenance window ${id.slice(MAINTENANCE.length)}`}
        {!isMaintenance && value === undefined && 'Silenced'}
        {value !== undefined && (
          <>
            Silenced by <strong>{value.createdBy}</strong>, ends <Ago time={value.endsAt} />: {value.comment}
          </>
        )}
      </span>
    </li>
  );
}
