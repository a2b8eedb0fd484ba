/** The colours of a chart, which is drawn on a canvas and knows no style sheet. */
export interface ChartColours {
  readonly value: string;
  readonly expected: string;
  readonly band: string;
  readonly moment: string;
  readonly grid: string;
  readonly text: string;
}

/** As the style sheets have them for the theme of now. */
export function chartColours(element: HTMLElement): ChartColours {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    value: colour('--accent'),
    expected: colour('--muted'),
    band: colour('--band'),
    moment: colour('--critical'),
    grid: colour('--line'),
    text: colour('--muted'),
  };
  probe.remove();
  return colours;
}
