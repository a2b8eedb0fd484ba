/** Names the alert by which a receiver is tried: no detector makes it, so it has no runbook. */
export const TEST_DETECTOR = 'test';

/** Where the runbook of a detector stands in this repository and in the image. */
export function runbookPath(detector: string): string {
  return `docs/detectors/${detector}.md`;
}

/**
 * The annotation `runbook_url` that Prometheus' own rules carry: the page of the detector under `base`, where `{detector}` in it is replaced
 * and otherwise its id is added; without a base the path in this repository.
 */
export function runbookUrl(detector: string, base: string | undefined): string {
  if (base === undefined) return runbookPath(detector);
  return base.includes('{detector}')
    ? base.replaceAll('{detector}', detector)
    : `${base.replace(/\/+$/, '')}/${detector}`;
}
