import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeExporter } from '../../test/fakes/exporter.ts';
import { FAKE_CERTIFICATE, FAKE_KEY } from '../../test/fakes/tls.ts';
import { parseConfig } from '../config/load-config.ts';
import { BodyBudget } from '../scrape/body-budget.ts';
import { fetchBody } from '../scrape/fetch-body.ts';
import { HttpClient } from './http-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-tls-'));
let exporter: FakeExporter;
let secure: FakeExporter;
beforeAll(async () => {
  exporter = await FakeExporter.start();
  secure = await FakeExporter.start({ cert: FAKE_CERTIFICATE, key: FAKE_KEY });
  writeFileSync(join(folder, 'ca.pem'), FAKE_CERTIFICATE);
});
afterAll(async () => {
  await exporter.close();
  await secure.close();
  rmSync(folder, { recursive: true });
});

/** A client under the keys of a scrape configuration. */
function client(yaml: string): HttpClient {
  const { config } = parseConfig(`scrape_configs: [{ job_name: j, ${yaml} }]`, join(folder, 'gauger.yaml'), {
    environment: {},
  });
  return new HttpClient(config.scrapeConfigs[0]!.http, { linkLocal: false });
}

const get = (of: HttpClient, url: string) =>
  fetchBody(of, {
    url,
    headers: {},
    timeoutMs: 5_000,
    bodyMaximumBytes: 10_000,
    budget: new BodyBudget(1e6),
    signal: new AbortController().signal,
  });

describe('HttpClient', () => {
  it('reads credentials again when their file changes', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'wr0ng-one\n');
    const of = client('authorization: { credentials_file: token }');
    expect(await get(of, `http://${exporter.address}/bearer`)).toMatchObject({ ok: false, reason: 'http_status' });
    writeFileSync(file, 't0ken\n');
    expect(await get(of, `http://${exporter.address}/bearer`)).toMatchObject({ ok: true });
    rmSync(file);
    expect(await get(of, `http://${exporter.address}/bearer`)).toEqual({
      ok: false,
      reason: 'other',
      detail: `cannot read the secret file ${file} (ENOENT)`,
    });
    await of.close();
  });

  it('reads user names and passwords from files', async () => {
    writeFileSync(join(folder, 'user'), 'ana\n');
    writeFileSync(join(folder, 'password'), 's3cret\n');
    const of = client('basic_auth: { username_file: user, password_file: password }');
    expect(await get(of, `http://${exporter.address}/basic`)).toMatchObject({ ok: true });
    await of.close();
  });

  it('sends further headers', async () => {
    const of = client('http_headers: { X-Scope: { values: [a], secrets: [b] } }');
    exporter.requests.length = 0;
    await get(of, `http://${exporter.address}/metrics`);
    expect(exporter.requests[0]?.headers['x-scope']).toBe('a, b');
    await of.close();
  });

  it.each([
    ['', '', 'tls'],
    ['tls_config: { ca_file: ca.pem }', '', undefined],
    ['tls_config: { insecure_skip_verify: true }', '', undefined],
    ['tls_config: { ca_file: ca.pem, server_name: exporter.test }', '', undefined],
    ['tls_config: { ca_file: ca.pem, server_name: other.test }', '', 'tls'],
    ['tls_config: { ca_file: ca.pem, min_version: TLS12, max_version: TLS12 }', '', undefined],
    ['tls_config: { ca: "no certificate" }', '', 'tls'],
    ['tls_config: { ca_file: missing.pem }', '', 'other'],
  ])('%s: fails at %s%s', async (yaml, _, reason) => {
    const of = client(yaml);
    const result = await get(of, `https://${secure.address}/metrics`);
    expect(result.ok ? undefined : result.reason).toBe(reason);
    await of.close();
  });

  it('takes up a certificate authority that changes', async () => {
    const file = join(folder, 'rotating.pem');
    writeFileSync(file, '');
    const of = client('tls_config: { ca_file: rotating.pem }');
    expect(await get(of, `https://${secure.address}/metrics`)).toMatchObject({ reason: 'tls' });
    writeFileSync(file, FAKE_CERTIFICATE);
    expect(await get(of, `https://${secure.address}/metrics`)).toMatchObject({ ok: true });
    await of.close();
  });

  it('shows its own certificate to a target that asks for one, as the files are now', async () => {
    const asking = await FakeExporter.start({
      cert: FAKE_CERTIFICATE,
      key: FAKE_KEY,
      ca: FAKE_CERTIFICATE,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const url = `https://${asking.address}/metrics`;
    const without = client('tls_config: { ca_file: ca.pem }');
    expect(await get(without, url)).toMatchObject({ ok: false });
    await without.close();

    writeFileSync(join(folder, 'cert.pem'), '');
    writeFileSync(join(folder, 'key.pem'), '');
    const of = client('tls_config: { ca_file: ca.pem, cert_file: cert.pem, key_file: key.pem }');
    expect(await get(of, url)).toMatchObject({ ok: false });
    writeFileSync(join(folder, 'cert.pem'), FAKE_CERTIFICATE);
    writeFileSync(join(folder, 'key.pem'), FAKE_KEY);
    expect(await get(of, url)).toMatchObject({ ok: true });
    await of.close();
    await asking.close();
  });

  it('says nothing of its credentials to another host that a target names', async () => {
    const of = client('authorization: { credentials: t0ken }');
    exporter.requests.length = 0;
    expect(await get(of, `http://${exporter.address}/redirect-away`)).toMatchObject({ reason: 'http_status' });
    expect(exporter.requests.map(({ url }) => url)).toEqual(['/redirect-away']);
    await of.close();
  });

  it('gives up when nobody wants the answer any more', async () => {
    const of = client('');
    const controller = new AbortController();
    const result = fetchBody(of, {
      url: `http://${exporter.address}/hang`,
      headers: {},
      timeoutMs: 60_000,
      bodyMaximumBytes: 1,
      budget: new BodyBudget(1e6),
      signal: controller.signal,
    });
    controller.abort();
    expect(await result).toEqual({ ok: false, reason: 'other', detail: 'the scrape was given up: shutting down' });
    await of.close();
  });
});
