import { useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';
import type { Alert } from '../api/types.ts';
import { Icon } from '../parts/icon.tsx';
import { Trouble } from '../parts/loaded.tsx';
import { useAction } from '../parts/use-action.ts';
import { SilenceDialog } from './silence-dialog.tsx';
import { VerdictDialog } from './verdict-dialog.tsx';

/** What a person can do to the alert. */
export function Actions({ alert }: { readonly alert: Alert }) {
  const [asking, setAsking] = useState<'silence' | 'verdict'>();
  const { run, busy, trouble } = useAction();
  const close = () => setAsking(undefined);
  const path = `alerts/${encodeURIComponent(alert.id)}/acknowledgement`;
  const isTaken = alert.acknowledged !== undefined;
  const acknowledge = () =>
    run(() => (isTaken ? ask(path, { method: 'DELETE' }) : ask(path, { method: 'POST', body: {} })));
  return (
    <div class="actions">
      {alert.state !== 'resolved' && (
        <>
          <button type="button" class={isTaken ? 'button' : 'button primary'} disabled={busy} onClick={acknowledge}>
            <Icon name="person" />
            {isTaken ? 'Take acknowledgement back' : 'Acknowledge'}
          </button>
          <button type="button" class="button" onClick={() => setAsking('silence')}>
            <Icon name="bell" />
            Silence …
          </button>
        </>
      )}
      <button type="button" class="button" onClick={() => setAsking('verdict')}>
        <Icon name="good" />
        Verdict …
      </button>
      {trouble !== undefined && <Trouble detail={trouble} />}
      {asking === 'silence' && <SilenceDialog alert={alert} onClose={close} />}
      {asking === 'verdict' && <VerdictDialog alert={alert} onClose={close} />}
    </div>
  );
}
