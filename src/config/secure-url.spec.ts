import { isSecureUrl } from './secure-url.ts';

it.each([
  ['https://idp.example', true],
  ['HTTPS://idp.example:8443/realm', true],
  ['http://localhost:8080', true],
  ['http://127.0.0.1', true],
  // The same address, as URLs have it.
  ['http://127.1/', true],
  ['http://[::1]:9/', true],
  ['http://idp.example', false],
  ['http://127.0.0.1.example', false],
  ['http://localhost.example', false],
  ['http://localhost@example.com', false],
  ['http://0.0.0.0', false],
  ['http://[::]', false],
  ['http://10.0.0.1', false],
  ['ftp://localhost', false],
  ['file:///etc/passwd', false],
  ['idp.example', false],
  ['', false],
])('of %s is %s', (url, isSecure) => {
  expect(isSecureUrl(url)).toBe(isSecure);
});
