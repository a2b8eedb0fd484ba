import { useState } from 'preact/hooks';
import type { Signal } from '../api/types.ts';
import { inWords } from '../format/quantity.ts';
import { useList } from '../live/use-query.ts';
import { BandBar } from '../parts/band-bar.tsx';
import { Card } from '../parts/card.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { PAGES_MAXIMUM, readings } from './paths.ts';
import { isUnusual, type UsageRow, usageRows } from './usage-rows.ts';

const SHOWN_FIRST = 8;

/** What tenants or models cost and how many tokens they move, each against its band. */
export function UsageCard({ title, kind }: { readonly title: string; readonly kind: 'tenant' | 'model' }) {
  const cost = useList<Signal>(readings('cost.rate', kind), 'readings', PAGES_MAXIMUM);
  const input = useList<Signal>(readings('tokens.input', kind), 'readings', PAGES_MAXIMUM);
  const output = useList<Signal>(readings('tokens.output', kind), 'readings', PAGES_MAXIMUM);
  const [all, setAll] = useState(false);
  const rows = usageRows([cost, input, output].flatMap(({ value }) => value?.items ?? []));
  const shown = all ? rows : rows.slice(0, SHOWN_FIRST);
  return (
    <Card title={title} aside={rows.length > 0 && `${rows.length}`} flush>
      <Loaded of={output} lines={SHOWN_FIRST}>
        {() => (rows.length === 0 ? <NoUsage kind={kind} /> : <UsageTable rows={shown} kind={kind} />)}
      </Loaded>
      {rows.length > SHOWN_FIRST && (
        <button type="button" class="more" onClick={() => setAll(!all)}>
          {all ? `Show the first ${SHOWN_FIRST}` : `Show all ${rows.length}`}
        </button>
      )}
    </Card>
  );
}

function NoUsage({ kind }: { readonly kind: string }) {
  return (
    <Nothing>
      <p>No {kind} has been seen yet: no gateway or model server that tells of one is among the targets that answer.</p>
    </Nothing>
  );
}

function UsageTable({ rows, kind }: { readonly rows: readonly UsageRow[]; readonly kind: string }) {
  return (
    <table class="usage">
      <thead>
        <tr>
          <th scope="col">{kind === 'tenant' ? 'Tenant' : 'Model'}</th>
          <th scope="col">Cost</th>
          <th scope="col">Tokens/s out</th>
          <th scope="col" class="wide">
            Tokens/s in
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.entity.key} class={isUnusual(row) ? 'unusual' : undefined}>
            <th scope="row">
              <LinkTo to={{ page: 'signals', search: `${kind} ${row.entity.name}` }}>{row.entity.name}</LinkTo>
            </th>
            <UsageValue signal={row.cost} />
            <UsageValue signal={row.output} />
            <UsageValue signal={row.input} class="wide" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UsageValue({ signal, class: name = '' }: { readonly signal: Signal | undefined; readonly class?: string }) {
  if (signal === undefined) return <td class={`number ${name}`}>–</td>;
  return (
    <td class={`number ${name}`}>
      <LinkTo to={{ page: 'signal', key: signal.key }} class="plain">
        {inWords(signal.value, signal.unit).replace(` ${signal.unit}`, '')}
        <BandBar {...signal} />
      </LinkTo>
    </td>
  );
}
