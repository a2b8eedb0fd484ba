import { z } from 'zod';
import { duration, httpUrl, labels, section, text } from './fields.ts';
import { HTTP_CLIENT, httpClient } from './http-client-section.ts';

// Only the last path element may have a star, as in Prometheus.
const SD_FILE = /^[^*]*(?:\*[^/]*)?\.(?:json|yml|yaml|JSON|YML|YAML)$/;

/** An entry of `static_configs`: targets by name, and labels of theirs. */
export const staticSection = section({
  targets: z
    .array(z.string().regex(/^[^/]+$/, 'must be host:port without a scheme or a path; see scheme and metrics_path'))
    .default([])
    .describe('each host:port'),
  labels: labels.prefault({}).describe('labels of all of them'),
});
export type StaticConfig = z.output<typeof staticSection>;

/** An entry of `file_sd_configs`: lists of targets in files, read again when they change. */
export const fileSdSection = section({
  files: z
    .array(
      z.string().regex(SD_FILE, 'must end in .json, .yml or .yaml; a * may stand in the last part of the path only'),
    )
    .min(1)
    .describe('JSON or YAML; a * may stand in the last part of the path'),
  refresh_interval: duration
    .prefault('5m')
    .describe('how often they are read anew; changes are seen at once where the system tells of them'),
}).transform((given) => ({ files: given.files, refreshIntervalMs: given.refresh_interval }));
export type FileSdConfig = z.output<typeof fileSdSection>;

/** An entry of `http_sd_configs`: a list of targets that a server answers. */
export const httpSdSection = section({
  url: httpUrl.describe('of the list'),
  refresh_interval: duration.prefault('1m').describe('how often it is asked for'),
  ...HTTP_CLIENT,
}).transform((given, context) => ({
  url: given.url,
  refreshIntervalMs: given.refresh_interval,
  http: httpClient(given, context),
}));
export type HttpSdConfig = z.output<typeof httpSdSection>;

const ROLES = ['node', 'service', 'pod', 'endpoints', 'endpointslice', 'ingress'] as const;
const selector = section({
  role: z.enum(ROLES).describe('of which objects'),
  label: text.optional().describe('label selector, as for kubectl'),
  field: text.optional().describe('field selector, as for kubectl'),
});

/** An entry of `kubernetes_sd_configs`: objects of a cluster as targets. */
export const kubernetesSdSection = section({
  role: z.enum(ROLES).describe('what becomes a target; ingress is read and not followed'),
  api_server: httpUrl.optional().describe('absent: that of the cluster Gauger runs in'),
  kubeconfig_file: text.optional().describe('instead of api_server'),
  namespaces: section({
    own_namespace: z.boolean().default(false).describe('Gauger’s own namespace'),
    names: z.array(text).default([]).describe('only these; none given: all'),
  }).prefault({}),
  selectors: z.array(selector).default([]).describe('only objects that these choose'),
  attach_metadata: section({
    node: z.boolean().default(false).describe('labels of the node too'),
    namespace: z.boolean().default(false).describe('labels of the namespace too'),
  }).prefault({}),
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
