import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface CardProps {
  readonly title: string;
  /** Right of the title: a count, a link, a switch. */
  readonly aside?: ComponentChildren;
  /** The content reaches the card's border. */
  readonly flush?: boolean;
  readonly children: ComponentChildren;
}

/** One subject with its heading. */
export function Card({ title, aside, flush, children }: CardProps) {
  const id = useId();
  return (
    <section class={flush ? 'card flush' : 'card'} aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div class="card-aside">{aside}</div>}
      </header>
      <div class="card-body">{children}</div>
    </section>
  );
}
