import { z } from 'zod';
import { duration, httpUrl, labels, section, text } from './fields.ts';
import { HTTP_CLIENT, httpClient } from './http-client-section.ts';

// Only the last path element may have a star, as in Prometheus.
const SD_FILE = /^[^*]*(?:\*[^/]*)?\.(?:json|yml|yaml|JSON|YML|YAML)$/;

export const staticSection = section({
  targets: z
    .array(z.string().regex(/^[^/]+$/, 'must be host:port without a scheme or a path; see scheme and metrics_path'))
    .default([]),
  labels: labels.prefault({}),
});
export type StaticConfig = z.output<typeof staticSection>;

export const fileSdSection = section({
  files: z
    .array(
      z.string().regex(SD_FILE, 'must end in .json, .yml or .yaml; a * may stand in the last part of the path only'),
    )
    .min(1),
  refresh_interval: duration.prefault('5m'),
}).transform((given) => ({ files: given.files, refreshIntervalMs: given.refresh_interval }));
export type FileSdConfig = z.output<typeof fileSdSection>;

export const httpSdSection = section({
  url: httpUrl,
  refresh_interval: duration.prefault('1m'),
  ...HTTP_CLIENT,
}).transform((given, context) => ({
  url: given.url,
  refreshIntervalMs: given.refresh_interval,
  http: httpClient(given, context),
}));
export type HttpSdConfig = z.output<typeof httpSdSection>;

const ROLES = ['node', 'service', 'pod', 'endpoints', 'endpointslice', 'ingress'] as const;
const selector = section({ role: z.enum(ROLES), label: text.optional(), field: text.optional() });

export const kubernetesSdSection = section({
  role: z.enum(ROLES),
  api_server: httpUrl.optional(),
  kubeconfig_file: text.optional(),
  namespaces: section({ own_namespace: z.boolean().default(false), names: z.array(text).default([]) }).prefault({}),
  selectors: z.array(selector).default([]),
  attach_metadata: section({ node: z.boolean().default(false), namespace: z.boolean().default(false) }).prefault({}),
  ...HTTP_CLIENT,
}).transform((given, context) => ({
  role: given.role,
  apiServer: given.api_server,
  kubeconfigFile: given.kubeconfig_file,
  namespaces: { ownNamespace: given.namespaces.own_namespace, names: given.namespaces.names },
  selectors: given.selectors,
  attachNode: given.attach_metadata.node,
  attachNamespace: given.attach_metadata.namespace,
  http: httpClient(given, context),
}));
export type KubernetesSdConfig = z.output<typeof kubernetesSdSection>;
