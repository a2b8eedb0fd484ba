import type { Detector } from '../api/types.ts';
import { techniqueLink } from '../format/technique-link.ts';

/** What it may be, by MITRE ATLAS and OWASP. */
export function Techniques({ techniques }: { readonly techniques: Detector['techniques'] }) {
  if (techniques.length === 0) return <>–</>;
  return (
    <ul class="techniques">
      {techniques.map(({ id, name }) => (
        <li key={id}>
          <a href={techniqueLink(id)} rel="noreferrer" target="_blank" title={name}>
            {id}
          </a>{' '}
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
