import type { Detector } from '../api/types.ts';
import { techniqueLink } from '../format/technique-link.ts';

export interface TechniquesProps {
  readonly techniques: Detector['techniques'];
  /** Names only when pointed at. */
  readonly short?: boolean;
}

/** What it may be, by MITRE ATLAS and OWASP. */
export function Techniques({ techniques, short }: TechniquesProps) {
  if (techniques.length === 0) return <>–</>;
  return (
    <ul class={short ? 'techniques short' : 'techniques'}>
      {techniques.map(({ id, name }) => (
        <li key={id}>
          <a href={techniqueLink(id)} rel="noreferrer" target="_blank" title={name}>
            {id}
          </a>{' '}
          <span class={short ? 'unseen' : undefined}>{name}</span>
        </li>
      ))}
    </ul>
  );
}
