export const THEMES = ['light', 'dark'] as const;
/** What the drawing stands on: a light or a dark page. */
export type Theme = (typeof THEMES)[number];

/** The colours of a theme, as SVG takes them. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  /** Axis labels, legend. */
  readonly muted: string;
  readonly grid: string;
  readonly value: string;
  readonly band: string;
  readonly expected: string;
  /** The moment, and what lies beyond the alert line. */
  readonly moment: string;
  /** On the moment's colour. */
  readonly onMoment: string;
}

/** Blue, vermillion and orange of the palette that all kinds of colour blindness can tell apart (Okabe and Ito 2008). */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    text: '#1c2430',
    muted: '#5b6675',
    grid: '#dfe3e9',
    value: '#0072b2',
    band: '#cfe3f1',
    expected: '#4d5866',
    moment: '#d55e00',
    onMoment: '#ffffff',
  },
  dark: {
    background: '#12161d',
    text: '#eef1f5',
    muted: '#9aa5b4',
    grid: '#2b3340',
    value: '#56b4e9',
    band: '#1e3a50',
    expected: '#b7c0cc',
    moment: '#e69f00',
    onMoment: '#12161d',
  },
};
