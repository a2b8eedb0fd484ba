import { Cell } from '../live/cell.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'gauger.theme';
const stored = localStorage.getItem(KEY);

/** What the person chose; `system` follows the machine. */
export const THEME = new Cell<Theme>(THEMES.find((theme) => theme === stored) ?? 'system');

/** Puts the choice into the page, now and whenever it changes. */
export function applyTheme(): void {
  const apply = () => {
    const theme = THEME.value;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
  };
  apply();
  THEME.subscribe(apply);
}
