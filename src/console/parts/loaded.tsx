import type { ComponentChildren } from 'preact';
import type { Known } from '../live/queries.ts';

export interface LoadedProps<T> {
  readonly of: Known<T>;
  /** How many lines its content will have, about. */
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** What is known of a resource: its content, that it is on its way, or why there is none. */
export function Loaded<T>({ of, lines = 3, children }: LoadedProps<T>) {
  if (of.value !== undefined) return <>{children(of.value)}</>;
  if (of.problem !== undefined) return <Trouble detail={of.problem.detail} />;
  return (
    <div class="loading" aria-busy="true">
      <span class="unseen">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <div class="loading-line" key={line} />
      ))}
    </div>
  );
}

/** Why something is not there. */
export function Trouble({ detail }: { readonly detail: string }) {
  return (
    <p class="trouble" role="alert">
      {detail}
    </p>
  );
}

/** That there is nothing, and what that means. */
export function Nothing({ children }: { readonly children: ComponentChildren }) {
  return <div class="nothing">{children}</div>;
}
