/** Label names and values as an exporter wrote them; an empty value is the same as no label (Prometheus data model). */
export type Labels = Readonly<Record<string, string>>;

/** No labels at all. */
export const NO_LABELS: Labels = Object.freeze({});

/**
 * One string for one label set, whatever the order of its names. Empty values are left out, as Prometheus does.
 * The form is `name="value",...` with JSON quoting, so no two different sets can meet in one key.
 */
export function labelsKey(labels: Labels): string {
  return Object.keys(labels)
    .filter((name) => labels[name] !== '')
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');
}
