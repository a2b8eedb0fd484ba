import type { SignalDefinition } from '../model/signal.ts';
import { CLUSTER_SIGNALS } from './definitions/cluster-signals.ts';
import { EDGE_SIGNALS } from './definitions/edge-signals.ts';
import { GPU_SIGNALS } from './definitions/gpu-signals.ts';
import { MODEL_SERVER_SIGNALS } from './definitions/model-server-signals.ts';
import { SECURITY_SIGNALS } from './definitions/security-signals.ts';
import { TENANT_SIGNALS } from './definitions/tenant-signals.ts';

/** Every signal Gauger knows by itself: what dashboards, API and detectors may speak of. */
export const DEFINITIONS: readonly SignalDefinition[] = [
  ...TENANT_SIGNALS,
  ...MODEL_SERVER_SIGNALS,
  ...GPU_SIGNALS,
  ...EDGE_SIGNALS,
  ...SECURITY_SIGNALS,
  ...CLUSTER_SIGNALS,
];
