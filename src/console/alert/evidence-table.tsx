import type { Alert } from '../api/types.ts';
import { keyParts, kindInWords } from '../format/entity-key.ts';
import { bandInWords, inWords, scoreInWords } from '../format/quantity.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { SignalName } from '../parts/signal-name.tsx';

export interface EvidenceTableProps {
  readonly evidence: Alert['evidence'];
  /** Which row is on the chart. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** The signals that moved, as they were at the alert's worst moment. */
export function EvidenceTable({ evidence, chosen, onChoose }: EvidenceTableProps) {
  return (
    <table class="evidence stacked">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          <th scope="col">Value</th>
          <th scope="col">Usual</th>
          <th scope="col">Score</th>
          <th scope="col">
            <span class="unseen">Chart</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {evidence.map(({ signal, entity, name, unit, value, lower, upper, score }, index) => (
          <tr key={`${signal} ${entity}`} class={index === chosen ? 'chosen' : undefined}>
            <th scope="row">
              <LinkTo to={{ page: 'signal', key: `${signal}|${entity}` }}>
                <SignalName id={signal} />
              </LinkTo>
              <small>{name ?? `${kindInWords(keyParts(entity).kind)} ${keyParts(entity).name}`}</small>
            </th>
            <td class="number" data-name="Value">
              {inWords(value, unit)}
            </td>
            <td class="number" data-name="Usual">
              {bandInWords(lower, upper, unit)}
            </td>
            <td class="number" data-name="Score">
              {scoreInWords(score)}
            </td>
            <td>
              <button
                type="button"
                class="quiet-button"
                aria-pressed={index === chosen}
                aria-label={`Chart of ${signal} of ${name ?? keyParts(entity).name}`}
                onClick={() => onChoose(index)}
              >
                Chart
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
