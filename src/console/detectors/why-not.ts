import type { Detector } from '../api/types.ts';
import { kindInWords } from '../format/entity-key.ts';
import { absolute } from '../format/time.ts';

/** Why a detector does not see, or sees only a part: `no network.transmit of any pod`. Nothing where it sees all. */
export function whyNot({ state, coverage }: Pick<Detector, 'state' | 'coverage'>): string {
  if (state === 'disabled') return 'switched off in the configuration';
  return coverage
    .map(({ kind, state, missing, readyAt }) => {
      const who = `any ${kindInWords(kind)}`;
      if (state === 'blind') return `no ${missing.join(', no ')} of ${who}`;
      if (state === 'warming')
        return `learning ${kindInWords(kind)}s${readyAt ? `, ready ${absolute(Date.parse(readyAt))}` : ''}`;
      return '';
    })
    .filter((reason) => reason !== '')
    .join('; ');
}
