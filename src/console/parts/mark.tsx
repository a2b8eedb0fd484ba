import { Icon, type IconName } from './icon.tsx';

/** What a colour says. */
export type Tone = 'critical' | 'warning' | 'info' | 'good' | 'quiet';

/** A word with its shape and colour: a state, a severity. */
export function Mark({ tone, icon, word }: { readonly tone: Tone; readonly icon: IconName; readonly word: string }) {
  return (
    <span class={`mark tone-${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
