import type { Detector } from '../api/types.ts';
import { useList } from '../live/use-query.ts';
import { DETECTORS } from '../now/paths.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Techniques } from '../parts/techniques.tsx';
import { DetectorMark } from './detector-mark.tsx';
import { whyNot } from './why-not.ts';

/** Every detector: what it looks for and whether it sees. */
export function DetectorsPage() {
  const detectors = useList<Detector>(DETECTORS);
  return (
    <>
      <h1>Detectors</h1>
      <p class="lead">
        An armed detector sees what it needs of at least one kind of entity. A warming one still learns what is usual. A
        blind one needs signals that no target sends.
      </p>
      <div class="card flush">
        <Loaded of={detectors} lines={12}>
          {({ items }) => (
            <table class="stacked">
              <thead>
                <tr>
                  <th scope="col">Detector</th>
                  <th scope="col">State</th>
                  <th scope="col">Looks at</th>
                  <th scope="col">What is missing</th>
                  <th scope="col">Technique</th>
                </tr>
              </thead>
              <tbody>
                {items.map((detector) => (
                  <DetectorRow detector={detector} key={detector.id} />
                ))}
              </tbody>
            </table>
          )}
        </Loaded>
      </div>
    </>
  );
}

function DetectorRow({ detector }: { readonly detector: Detector }) {
  const { id, help, state, coverage, techniques, shadow } = detector;
  return (
    <tr>
      <th scope="row">
        {id}
        <small>{help}</small>
      </th>
      <td data-name="State">
        <DetectorMark state={state} />
        {shadow && <small>in the shadow: told to nobody</small>}
      </td>
      <td data-name="Looks at">{coverage.map(({ kind }) => kind).join(', ')}</td>
      <td data-name="What is missing">{whyNot(detector) || '–'}</td>
      <td data-name="Technique">
        <Techniques techniques={techniques} short />
      </td>
    </tr>
  );
}
