/** The shapes of 16 by 16 that the console uses; each differs in form as well as in colour. */
const SHAPES = {
  critical: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM8 4.4v4.4M8 11.2v.2',
  warning: 'M8 1.8 15 14H1zM8 6.2v3.6M8 11.8v.2',
  info: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 7.3v4M8 4.8v.2',
  good: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5 8.3l2.1 2.1L11 6.2',
  waiting: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 4.6V8l2.4 1.6',
  blind: 'M2 8s2.4-4 6-4 6 4 6 4-2.4 4-6 4-6-4-6-4zM3 13 13 3',
  off: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM3.6 12.4l8.8-8.8',
  firing: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z',
  bell: 'M4 7a4 4 0 0 1 8 0c0 3 1 4 1.5 4.5h-11C3 11 4 10 4 7zM6.6 13.8a1.6 1.6 0 0 0 2.8 0M2 2l12 12',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.2c.4-2.8 2.6-4.2 5.5-4.2s5.1 1.4 5.5 4.2',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2zM10.7 10.7 14 14',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3',
  moon: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
} as const;

/** The drawings that there are. */
export type IconName = keyof typeof SHAPES;

/** A drawing that says nothing to a screen reader: the word stands beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
