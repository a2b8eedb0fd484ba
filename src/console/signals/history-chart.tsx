import type { HistoryPoint, Page } from '../api/types.ts';
import { useQuery } from '../live/use-query.ts';
import { Loaded, Nothing } from '../parts/loaded.tsx';
import { BandChart } from './band-chart.tsx';

export interface HistoryChartProps {
  readonly signalKey: string;
  readonly title: string;
  readonly unit: string;
  readonly momentsMs?: readonly number[];
}

/** The signal's recent past as Gauger remembers it. */
export function HistoryChart({ signalKey, ...chart }: HistoryChartProps) {
  const history = useQuery<Page<HistoryPoint>>(`signals/${encodeURIComponent(signalKey)}/history`);
  return (
    <Loaded of={history} lines={6}>
      {({ items }) =>
        items.length < 2 ? (
          <Nothing>
            <p>Nothing of it is remembered yet: the chart begins with the next evaluations.</p>
          </Nothing>
        ) : (
          <BandChart {...chart} points={items} />
        )
      }
    </Loaded>
  );
}
