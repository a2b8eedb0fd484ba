import type { Status } from '../api/types.ts';
import { Ago } from '../parts/ago.tsx';

/** Which Gauger this is, and how fresh what it knows. */
export function Footer({ status }: { readonly status: Status | undefined }) {
  return (
    <footer class="foot">
      {status !== undefined && (
        <>
          <span>Gauger {status.version}</span>
          <span>
            started <Ago time={status.startedAt} />
          </span>
          <span>
            {status.lastTickAt === null ? (
              'nothing evaluated yet'
            ) : (
              <>
                last evaluation <Ago time={status.lastTickAt} />
              </>
            )}
          </span>
          {status.database === 'down' && <strong class="tone-critical">the database does not answer</strong>}
        </>
      )}
      <span class="foot-links">
        <a href="api/docs">API</a>
        <a href="metrics">Metrics</a>
      </span>
    </footer>
  );
}
