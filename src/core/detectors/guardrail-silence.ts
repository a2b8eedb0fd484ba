import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { growth, isHigh, isLow, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { band, percent, quantity, usual } from './wording.ts';

const Settings = z.object({
  remainingRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe(
      'Checks against traffic, as a share of the usual, below which requests go past the guardrail where checks for each request are not known',
    ),
});
type Settings = z.infer<typeof Settings>;

/** A guardrail that is asked less than the traffic asks for, or that fails: requests pass unchecked. */
export const guardrailSilence: Detector<Settings> = {
  id: 'guardrail-silence',
  help: 'A guardrail checks fewer requests while as many come in, or its checks fail: it has been bypassed or fails open.',
  needs: [{ signal: 'guardrail.checks', entity: 'guardrail' }],
  techniques: [TECHNIQUES.evadeModel, TECHNIQUES.injection],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('guardrail').flatMap((guardrail) => {
      const failed = view.reading('guardrail.failedRatio', guardrail);
      if (isHigh(failed)) return [failing(guardrail, failed)];
      const checks = view.reading('guardrail.checks', guardrail);
      const coverage = view.reading('guardrail.checksPerRequest', guardrail);
      if (isUsable(coverage)) return isLow(coverage) ? [uncovered(guardrail, coverage)] : [];
      if (!isLow(checks)) return [];
      const traffic = trafficGrowth(view);
      if (traffic === undefined || growth(checks) >= settings.remainingRatio * traffic) return [];
      return [bypassed(guardrail, checks, traffic)];
    });
  },
};

/** Where checks for each request are known they say it all: the share does not follow the traffic. */
function uncovered(guardrail: Entity, coverage: Reading): Finding {
  return unchecked(
    guardrail,
    coverage,
    `Guardrail ${entityName(guardrail)} checks ${percent(coverage.value)} of the requests that come in, ${usual(coverage, 'ratio')}: the others go past it.`,
  );
}

/** By which factor requests grew, at whatever sees all of them; undefined where nothing does. */
function trafficGrowth(view: TickView): number | undefined {
  for (const kind of ['tenant', 'model', 'service'] as const) {
    let now = 0;
    let usual = 0;
    for (const entity of view.entities(kind)) {
      const requests = view.reading('requests.rate', entity);
      if (!isUsable(requests)) continue;
      now += requests.value;
      usual += requests.expected;
    }
    if (usual > 0) return now / usual;
  }
  return undefined;
}

function bypassed(guardrail: Entity, checks: Reading, traffic: number): Finding {
  const name = entityName(guardrail);
  const { value, lower, upper } = checks;
  return unchecked(
    guardrail,
    checks,
    `Guardrail ${name} checks ${quantity(value, 'requests/s')}, usually ${band(lower, upper, 'requests/s')}, while traffic is at ${percent(traffic)} of the usual: requests go past it.`,
  );
}

function unchecked(guardrail: Entity, reading: Reading, summary: string): Finding {
  return verdict(guardrailSilence, guardrail, reading, {
    severity: 'critical',
    summary,
    causes: [{ cause: 'requests that are not checked', share: 1 }],
    nextStep: `Look at the gateway's configuration and its latest change: which routes still ask ${entityName(guardrail)}? Restore the hook, or stop the routes that go past it.`,
  });
}

function failing(guardrail: Entity, failed: Reading): Finding {
  const name = entityName(guardrail);
  return verdict(guardrailSilence, guardrail, failed, {
    severity: 'warning',
    summary: `${percent(failed.value)} of the checks of guardrail ${name} fail, usually ${band(failed.lower, failed.upper, 'ratio')}; what they should have checked may pass.`,
    causes: [{ cause: 'checks that fail', share: 1 }],
    nextStep: `Look at the logs of ${name}, and whether the gateway fails open or closed without it.`,
  });
}
