import { z } from 'zod';
import type { DetectorConfig } from '../../config/detectors-section.ts';
import { matcherText } from '../../core/alerts/matchers.ts';
import { COVERAGE_STATES, type DetectorCoverage } from '../../core/detectors/coverage.ts';
import type { Detector } from '../../core/detectors/detector.ts';
import { ENTITY_KINDS } from '../../core/model/entity.ts';
import { pageOf, Time, time } from './common-schemas.ts';

const State = z.enum([...COVERAGE_STATES, 'disabled']);

export const DetectorJson = z
  .object({
    id: z.string(),
    help: z.string(),
    state: State.describe('armed: it sees; warming: its baselines learn; blind: signals are missing'),
    coverage: z.array(
      z.object({
        kind: z.enum(ENTITY_KINDS),
        state: z.enum(COVERAGE_STATES),
        missing: z.array(z.string()).describe('Signals that nobody sends'),
        readyAt: Time.optional().describe('While warming: when it may be armed'),
      }),
    ),
    needs: z.array(z.object({ signal: z.string(), entity: z.enum(ENTITY_KINDS) })),
    techniques: z.array(z.object({ id: z.string(), name: z.string() })),
    runbook: z.string().describe('Its runbook: an address where `runbook_url` is set, else a path in the repository'),
    shadow: z.boolean().describe('What it finds is stored and shown, and told to nobody'),
    only: z.array(z.string()).describe('Matchers that the labels of its alerts have to meet'),
    except: z.array(z.string()).describe('Alerts whose labels meet all of these do not come to be; none: all do'),
    settings: z.unknown(),
  })
  .meta({ id: 'Detector' });

/** All detectors fit on one page: there are as many as there are files. */
export const DetectorList = pageOf(DetectorJson).meta({ id: 'DetectorList' });

export function detectorJson(
  detector: Detector,
  { state, kinds }: DetectorCoverage,
  config: DetectorConfig | undefined,
  runbook: string,
): z.infer<typeof DetectorJson> {
  return {
    id: detector.id,
    help: detector.help,
    state: config?.enabled === false ? 'disabled' : state,
    coverage: kinds.map(({ kind, state, missing, readyAtMs }) => {
      const ready = readyAtMs === undefined ? {} : { readyAt: time(readyAtMs) };
      return { kind, state, missing: [...missing], ...ready };
    }),
    needs: [...detector.needs],
    techniques: [...detector.techniques],
    runbook,
    shadow: config?.shadow ?? false,
    only: (config?.only ?? []).map(matcherText),
    except: (config?.except ?? []).map(matcherText),
    settings: config?.settings,
  };
}
