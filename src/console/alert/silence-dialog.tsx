import { useId, useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';
import type { Alert } from '../api/types.ts';
import { kindInWords } from '../format/entity-key.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useAction } from '../parts/use-action.ts';
import { DURATIONS, type SilenceScope, silenceRequest } from './silence-request.ts';

/** Asks what shall be silent, how long and why. */
export function SilenceDialog({ alert, onClose }: { readonly alert: Alert; readonly onClose: () => void }) {
  const [scope, setScope] = useState<SilenceScope>('alert');
  const [durationMs, setDurationMs] = useState<number>(DURATIONS[0][1]);
  const [comment, setComment] = useState('');
  const { run, ...state } = useAction();
  const [scopeId, durationId, commentId] = [useId(), useId(), useId()];
  const who = `${kindInWords(alert.entity.kind)} ${alert.entity.name}`;
  const submit = () =>
    run(() =>
      ask('silences', { method: 'POST', body: silenceRequest(alert, { scope, durationMs, comment }, Date.now()) }),
    );
  return (
    <Dialog title="Silence" action="Silence" onSubmit={submit} onClose={onClose} {...state}>
      <p class="note">A silenced alert is judged and shown as ever, but told to nobody.</p>
      <label for={scopeId}>What</label>
      <select
        id={scopeId}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value === 'entity' ? 'entity' : 'alert')}
      >
        <option value="alert">
          {alert.detector} of {who}
        </option>
        <option value="entity">Everything about {who}</option>
      </select>
      <label for={durationId}>For</label>
      <select id={durationId} value={durationMs} onChange={(event) => setDurationMs(Number(event.currentTarget.value))}>
        {DURATIONS.map(([words, ms]) => (
          <option value={ms} key={ms}>
            {words}
          </option>
        ))}
      </select>
      <label for={commentId}>Why</label>
      <input
        id={commentId}
        required
        maxLength={2000}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
    </Dialog>
  );
}
