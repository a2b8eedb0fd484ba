import { useEffect } from 'preact/hooks';
import { AlertPage } from '../alert/alert-page.tsx';
import { session } from '../api/session.ts';
import type { Status } from '../api/types.ts';
import { DetectorsPage } from '../detectors/detectors-page.tsx';
import type { Route } from '../format/route.ts';
import { live } from '../live/live.ts';
import { useCell } from '../live/use-cell.ts';
import { useQuery } from '../live/use-query.ts';
import { NowPage } from '../now/now-page.tsx';
import { STATUS } from '../now/paths.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { Nothing, Trouble } from '../parts/loaded.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { SignalPage } from '../signals/signal-page.tsx';
import { SignalsPage } from '../signals/signals-page.tsx';
import { TargetsPage } from '../targets/targets-page.tsx';
import { Announcer } from './announcer.tsx';
import { Footer } from './footer.tsx';
import { TopBar } from './top-bar.tsx';
import { useRoute } from './use-route.ts';

/** The console: the bar, the place, the foot; or the way in. Nothing else is asked before the API has said who may ask. */
export function App() {
  const route = useRoute();
  const mustSignIn = useCell(session.asked);
  const status = useQuery<Status>(STATUS);
  const interval = status.value?.evaluationIntervalMs;
  useEffect(() => {
    if (interval !== undefined) live.pace(interval);
  }, [interval]);
  return (
    <>
      <TopBar page={route.page} />
      <main id="main" tabIndex={-1}>
        {mustSignIn ? (
          <SignInPage />
        ) : (
          <>
            {status.problem !== undefined && <Trouble detail={status.problem.detail} />}
            {status.value !== undefined && <Place route={route} />}
          </>
        )}
      </main>
      <Footer status={status.value} />
      <Announcer />
    </>
  );
}

function Place({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'now':
      return <NowPage />;
    case 'alert':
      return <AlertPage id={route.id} key={route.id} />;
    case 'signals':
      return <SignalsPage search={route.search} />;
    case 'signal':
      return <SignalPage signalKey={route.key} key={route.key} />;
    case 'detectors':
      return <DetectorsPage />;
    case 'targets':
      return <TargetsPage />;
    case 'lost':
      return (
        <Nothing>
          <h1>There is nothing here</h1>
          <p>
            The address leads nowhere. <LinkTo to={{ page: 'now' }}>Go to what goes on now</LinkTo>.
          </p>
        </Nothing>
      );
  }
}
