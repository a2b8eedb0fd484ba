import { useEffect, useId, useState } from 'preact/hooks';
import type { Signal } from '../api/types.ts';
import { kindInWords } from '../format/entity-key.ts';
import { inWords, scoreInWords } from '../format/quantity.ts';
import { addressOf } from '../format/route.ts';
import { useList } from '../live/use-query.ts';
import { PAGES_MAXIMUM } from '../now/paths.ts';
import { BandBar } from '../parts/band-bar.tsx';
import { Icon } from '../parts/icon.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';

/** Long enough that not every letter is a question to the API. */
const TYPING_MS = 250;
/** More rows nobody reads. */
const ROWS_MAXIMUM = 100;

/** Every signal of every entity, by words; the most unusual first. */
export function SignalsPage({ search }: { readonly search: string }) {
  const [text, setText] = useState(search);
  const field = useId();
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => location.replace(addressOf({ page: 'signals', search: text })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, search]);
  const words = search.trim();
  const path = words === '' ? 'signals?limit=500' : `signals?limit=500&search=${encodeURIComponent(words)}`;
  const signals = useList<Signal>(path, 'readings', PAGES_MAXIMUM);
  return (
    <>
      <h1>Signals</h1>
      <search class="search">
        <label for={field} class="unseen">
          Words in the name of a signal or an entity
        </label>
        <Icon name="search" />
        <input
          id={field}
          type="search"
          placeholder="tokens.output acme, gpu-node-1 memory, cost tenant …"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </search>
      <div class="card flush">
        <Loaded of={signals} lines={10}>
          {({ items, next }) => (
            <>
              <p class="note" role="status">
                {howMany(items.length, next !== undefined)}
              </p>
              {items.length === 0 ? (
                <Nothing>
                  <p>
                    {words === '' ? 'No target has told of anything yet.' : `No signal has “${words}” in its name.`}
                  </p>
                </Nothing>
              ) : (
                <SignalTable signals={items} />
              )}
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

/** `100 of 702 signals, the most unusual; more words find the others` */
function howMany(count: number, more: boolean): string {
  const all = more ? `more than ${count}` : `${count}`;
  if (count <= ROWS_MAXIMUM && !more) return count === 1 ? '1 signal' : `${all} signals`;
  return `The ${ROWS_MAXIMUM} most unusual of ${all} signals; more words find the others`;
}

function SignalTable({ signals }: { readonly signals: readonly Signal[] }) {
  const sorted = [...signals].sort((a, b) => (b.score ?? -1) - (a.score ?? -1)).slice(0, ROWS_MAXIMUM);
  return (
    <table class="signals">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">Entity</th>
          <th scope="col">Value</th>
          <th scope="col" class="wide">
            Against its band
          </th>
          <th scope="col">Score</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((signal) => (
          <tr key={signal.key} class={(signal.score ?? 0) >= 1 ? 'unusual' : undefined}>
            <th scope="row">
              <LinkTo to={{ page: 'signal', key: signal.key }}>{signal.signal}</LinkTo>
            </th>
            <td>
              {signal.entity.name}
              <small>{kindInWords(signal.entity.kind)}</small>
            </td>
            <td class="number">{inWords(signal.value, signal.unit)}</td>
            <td class="wide">
              <BandBar {...signal} />
            </td>
            <td class="number">{signal.ready ? scoreInWords(signal.score) : 'learning'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
