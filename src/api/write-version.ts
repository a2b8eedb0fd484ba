import type { IncomingHttpHeaders } from 'node:http';

/** The content type of every remote write message. */
export const PROTOBUF_TYPE = 'application/x-protobuf';

const VERSIONS: ReadonlyMap<string, '1' | '2'> = new Map([
  ['prometheus.WriteRequest', '1'],
  ['io.prometheus.write.v2.Request', '2'],
]);

/** Which of the two messages it is, or why it is neither. */
export type VersionResult =
  | { readonly ok: true; readonly version: '1' | '2' }
  | { readonly ok: false; readonly detail: string };

/**
 * Which message a remote write request holds: its Content-Type alone says so (remote write 2.0, "Content-Type"); the header
 * `X-Prometheus-Remote-Write-Version` is for people.
 */
export function writeVersion(headers: IncomingHttpHeaders): VersionResult {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim());
  if (type.toLowerCase() !== PROTOBUF_TYPE) {
    return { ok: false, detail: `Send ${PROTOBUF_TYPE}: Prometheus remote write 1.0 or 2.0.` };
  }
  // No encoding is an older sender: there is only one.
  const encoding = (headers['content-encoding'] ?? 'snappy').toLowerCase();
  if (encoding !== 'snappy') return { ok: false, detail: 'Compress the message with snappy, in its block form.' };
  const proto =
    parameters.find((parameter) => /^proto=/i.test(parameter))?.slice('proto='.length) ?? 'prometheus.WriteRequest';
  const version = VERSIONS.get(proto.replace(/^"(.*)"$/, '$1'));
  if (version !== undefined) return { ok: true, version };
  return { ok: false, detail: `Known messages are ${[...VERSIONS.keys()].join(' and ')}.` };
}
