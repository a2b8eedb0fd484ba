import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { gpus } from './gpus.ts';
import { health } from './health.ts';
import { overview } from './overview.ts';
import { security } from './security.ts';
import { signals } from './signals.ts';
import { tenants } from './tenants.ts';

/** Every dashboard under the name of its file. */
export const DASHBOARDS: Readonly<Record<string, () => Dashboard>> = {
  overview,
  tenants,
  gpus,
  security,
  signals,
  health,
};
