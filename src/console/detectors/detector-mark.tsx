import type { Detector } from '../api/types.ts';
import type { IconName } from '../parts/icon.tsx';
import { Mark, type Tone } from '../parts/mark.tsx';

const LOOKS: Readonly<Record<Detector['state'], readonly [Tone, IconName]>> = {
  armed: ['good', 'good'],
  warming: ['info', 'waiting'],
  blind: ['warning', 'blind'],
  disabled: ['quiet', 'off'],
};

/** Whether a detector sees. */
export function DetectorMark({ state }: { readonly state: Detector['state'] }) {
  const [tone, icon] = LOOKS[state];
  return <Mark tone={tone} icon={icon} word={state} />;
}
