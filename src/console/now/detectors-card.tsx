import type { Detector } from '../api/types.ts';
import { DetectorMark } from '../detectors/detector-mark.tsx';
import { whyNot } from '../detectors/why-not.ts';
import { useList } from '../live/use-query.ts';
import { Card } from '../parts/card.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { DETECTORS } from './paths.ts';

/** How well Gauger sees: the detectors that do not, and why. */
export function DetectorsCard() {
  const detectors = useList<Detector>(DETECTORS);
  return (
    <Card title="Detectors" aside={<LinkTo to={{ page: 'detectors' }}>All detectors</LinkTo>} flush>
      <Loaded of={detectors} lines={4}>
        {({ items }) => <Unarmed detectors={items} />}
      </Loaded>
    </Card>
  );
}

function Unarmed({ detectors }: { readonly detectors: readonly Detector[] }) {
  const armed = detectors.filter(({ state }) => state === 'armed').length;
  const rest = detectors.filter(({ state }) => state !== 'armed');
  return (
    <ul class="rows">
      <li>
        <span>
          {armed} of {detectors.length} see what they need
        </span>
        {armed > 0 && <DetectorMark state="armed" />}
      </li>
      {rest.map((detector) => (
        <li key={detector.id}>
          <span>
            {detector.id}
            <small>{whyNot(detector)}</small>
          </span>
          <DetectorMark state={detector.state} />
        </li>
      ))}
    </ul>
  );
}
