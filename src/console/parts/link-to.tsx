import type { ComponentChildren } from 'preact';
import { addressOf, type Route } from '../format/route.ts';

/** A link to a place in the console. */
export function LinkTo({ to, class: name, children }: { to: Route; class?: string; children: ComponentChildren }) {
  return (
    <a href={addressOf(to)} class={name}>
      {children}
    </a>
  );
}
