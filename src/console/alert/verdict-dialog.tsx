import { useId, useState } from 'preact/hooks';
import { VERDICTS, type Verdict } from '../../core/model/verdict.ts';
import { ask } from '../api/ask.ts';
import type { Alert } from '../api/types.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useAction } from '../parts/use-action.ts';

/** What each word means and what it does. */
const EFFECTS: Readonly<Record<Verdict, readonly [string, string]>> = {
  true: ['True', 'It is what it says. Until it is over, nothing of it is learnt as usual.'],
  false: ['False', 'Nothing was wrong. The bands of its signals widen, so that the like is not told again.'],
  planned: ['Planned', 'Somebody meant it. The new level is taken as usual from now on.'],
};

/** Asks for a person's word on the alert, and says what it changes before it does. */
export function VerdictDialog({ alert, onClose }: { readonly alert: Alert; readonly onClose: () => void }) {
  const [verdict, setVerdict] = useState<Verdict>(alert.verdict?.verdict ?? 'true');
  const [comment, setComment] = useState('');
  const { run, ...state } = useAction();
  const [group, commentId] = [useId(), useId()];
  const said = comment.trim() === '' ? {} : { comment: comment.trim() };
  const submit = () =>
    run(() => ask(`alerts/${encodeURIComponent(alert.id)}/verdict`, { method: 'PUT', body: { verdict, ...said } }));
  return (
    <Dialog title="Was it true?" action="Apply" onSubmit={submit} onClose={onClose} {...state}>
      <fieldset class="verdicts">
        <legend class="unseen">Verdict</legend>
        {VERDICTS.map((option) => {
          const [word, effect] = EFFECTS[option];
          return (
            <label key={option}>
              <input type="radio" name={group} checked={option === verdict} onChange={() => setVerdict(option)} />
              <span>
                <strong>{word}</strong>
                <small>{effect}</small>
              </span>
            </label>
          );
        })}
      </fieldset>
      <label for={commentId}>What others should know (optional)</label>
      <input
        id={commentId}
        maxLength={2000}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
    </Dialog>
  );
}
