import { useCell } from '../live/use-cell.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { THEME, THEMES, type Theme } from './theme.ts';

const ICONS: Readonly<Record<Theme, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' };

/** One button that goes round the themes. */
export function ThemeSwitch() {
  const theme = useCell(THEME);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      class="icon-button"
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => THEME.set(next)}
    >
      <Icon name={ICONS[theme]} />
    </button>
  );
}
