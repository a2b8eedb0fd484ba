import { parseConfig } from './load-config.ts';

const OIDC = 'issuer: "https://login.example", audience: gauger, role_mapping: { sre: operator }';

function api(section: string, host = '127.0.0.1') {
  return parseConfig(`api: ${section}`, 'gauger.yaml', { environment: { HOST: host } }).config.api;
}

function complaint(section: string): string {
  try {
    api(section);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

it('lets other machines in by any of its ways', () => {
  for (const section of ['{ token: a }', '{ tokens: [{ name: a, role: viewer, token: b }] }', `{ oidc: { ${OIDC} } }`])
    expect(() => api(section, '0.0.0.0')).not.toThrow();
  expect(() => api('{ rate_limit: { failures_per_minute: 1 } }', '0.0.0.0')).toThrow('HOST');
});

it('reads tokens with roles, which show themselves to nobody', () => {
  const { tokens } = api('{ tokens: [{ name: grafana, role: viewer, token: hunter2 }] }');
  expect(tokens.map(({ token }) => token.read())).toEqual(['hunter2']);
  expect(JSON.stringify(tokens)).toBe('[{"name":"grafana","role":"viewer","token":"<secret>"}]');
});

it('reads an issuer, with the usual claims', () => {
  expect(api(`{ oidc: { ${OIDC} } }`).oidc).toEqual({
    issuer: 'https://login.example',
    audience: 'gauger',
    jwksUri: undefined,
    nameClaim: 'email',
    rolesClaim: 'groups',
    roleMapping: { sre: 'operator' },
  });
});

it.each([
  ['{ tokens: [{ name: a, role: viewer }] }', 'api.tokens[0]: has no token; give token_file (or token)'],
  ['{ tokens: [{ name: a, role: king, token: b }] }', 'must be one of viewer, operator, admin'],
  ['{ tokens: [{ name: a, role: viewer, token: b, token_file: c }] }', 'is given beside token_file; keep one of them'],
  ['{ tokens: [{ name: a, role: viewer, token: b }, { name: a, role: admin, token: c }] }', '"a" is there already'],
  [
    '{ tokens: [{ name: a, role: viewer, token_file: /nowhere/at-all }] }',
    'cannot read the secret file /nowhere/at-all',
  ],
  [`{ oidc: { ${OIDC.replace('https', 'http')} } }`, 'api.oidc.issuer: must be a whole https:// address'],
  [
    `{ oidc: { ${OIDC}, jwks_uri: "http://login.example/keys" } }`,
    'api.oidc.jwks_uri: must be a whole https:// address',
  ],
  ['{ oidc: { issuer: "https://login.example", audience: a, role_mapping: {} } }', 'maps nothing'],
  ['{ oidc: { issuer: "https://login.example", audience: a, role_mapping: { sre: root } } }', 'must be one of viewer'],
  ['{ trusted_proxies: [ingress.example] }', 'api.trusted_proxies[0]'],
  ['{ rate_limit: { requests_per_minute: 0 } }', 'must be at least 1'],
])('says what is wrong with %s', (section, want) => expect(complaint(section)).toContain(want));

it('takes an issuer in the clear on this machine alone', () => {
  const at = (issuer: string) => complaint(`{ oidc: { ${OIDC.replace('https://login.example', issuer)} } }`);
  expect([at('http://127.0.0.1:5556'), at('http://[::1]:5556'), at('http://localhost/dex')]).toEqual(['', '', '']);
  expect(at('http://localhost.evil.example')).toContain('must be a whole https:// address');
});

it('tells of an empty token file', () => {
  expect(complaint('{ token_file: /dev/null }')).toContain('the file /dev/null is empty; write the secret into it');
});
