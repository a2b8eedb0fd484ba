import type { z } from 'zod';
import { detectorSwitches } from '../../src/config/detectors-section.ts';
import { section } from '../../src/config/fields.ts';
import { HTTP_CLIENT } from '../../src/config/http-client-section.ts';
import { readSections } from '../../src/config/load-config.ts';
import { relabelSection } from '../../src/config/relabel-section.ts';
import { SectionReader } from '../../src/config/section-reader.ts';
import { timeIntervalSection } from '../../src/config/time-interval-section.ts';
import { readYaml } from '../../src/config/yaml-source.ts';
import { signalSource } from '../../src/core/signals/user-signals.ts';

/** Remembers which sections are read by which schemas. */
class SchemaReader extends SectionReader {
  readonly schemas = new Map<string, z.ZodType>();

  override read<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> {
    this.schemas.set(key, schema);
    return super.read(key, schema);
  }
}

/** The schema of every section of `gauger.yaml`, in the order in which they are read. */
export function sectionSchemas(): ReadonlyMap<string, z.ZodType> {
  const reader = new SchemaReader(readYaml('gauger.yaml', ''), []);
  readSections(reader);
  return reader.schemas;
}

/** What stands in several sections, or in each detector: told once, under this heading. */
export const SHARED: readonly { readonly title: string; readonly schema: z.ZodType; readonly about: string }[] = [
  {
    title: 'Each detector',
    schema: detectorSwitches,
    about: 'Under `detectors`, by id, beside the settings of its own, which its [runbook](detectors/README.md) tells.',
  },
  {
    title: 'HTTP client',
    schema: section(HTTP_CLIENT),
    about: 'Keys of Prometheus for talking to an HTTP server. They stand directly in the section that names this one.',
  },
  {
    title: 'Relabelling',
    schema: relabelSection,
    about: 'One rule of `relabel_configs` or `metric_relabel_configs`, as in Prometheus.',
  },
  {
    title: 'Source of a signal',
    schema: signalSource,
    about: 'One of the metrics that `signals[].numerator` or `signals[].denominator` is made of.',
  },
  {
    title: 'Time interval',
    schema: timeIntervalSection,
    about: 'One of Alertmanager’s `time_intervals`: all that is given must hold.',
  },
];
