import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly pair: Awaited<ReturnType<typeof generateKeyPair>>;
}

/** An OpenID Connect issuer: its discovery document, its keys, and the tokens that it signs. */
export class FakeIssuer {
  readonly url: string;
  /** What was asked of it. */
  readonly asked: string[] = [];
  /** `away`: answers 503. `lying`: its discovery document names another issuer. */
  mood: 'good' | 'away' | 'lying' = 'good';
  private keys: Key[] = [];

  static async start(): Promise<FakeIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new FakeIssuer(server);
    await issuer.rotate('first');
    return issuer;
  }

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    server.on('request', async ({ url = '' }, response) => {
      this.asked.push(url);
      const body = await this.answer(url);
      response.writeHead(body === undefined ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
  }

  /** Signs with a new key from now on, and shows it alone. */
  async rotate(kid: string, alg = 'ES256'): Promise<void> {
    this.keys = [{ kid, alg, pair: await generateKeyPair(alg, { extractable: true }) }];
  }

  /** A token for `gauger` of somebody in `sre`, good from `nowMs` on for five minutes, with changes. */
  async token(nowMs: number, changes: JWTPayload = {}): Promise<string> {
    const { kid, alg, pair } = this.current();
    const iat = Math.floor(nowMs / 1000);
    const claims = {
      iss: this.url,
      aud: 'gauger',
      sub: 'u-1',
      email: 'ada@example.com',
      groups: ['sre'],
      iat,
      exp: iat + 300,
    };
    return new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, kid }).sign(pair.privateKey);
  }

  /** The same, with the public key as if it were a shared secret: what a verifier takes that lets the token choose the algorithm. */
  async confusedToken(nowMs: number): Promise<string> {
    const { kid, pair } = this.current();
    const [, payload = ''] = (await this.token(nowMs)).split('.');
    const claims: JWTPayload = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const secret = Buffer.from(await exportSPKI(pair.publicKey));
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(secret);
  }

  /** The same, unsigned. */
  async unsignedToken(nowMs: number): Promise<string> {
    const [, payload = ''] = (await this.token(nowMs)).split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private current(): Key {
    const [key] = this.keys;
    if (key === undefined) throw new Error('the issuer has no key');
    return key;
  }

  private async answer(path: string): Promise<unknown> {
    if (this.mood === 'away') return undefined;
    if (path === '/.well-known/openid-configuration') {
      const issuer = this.mood === 'lying' ? 'https://other.example' : this.url;
      return { issuer, jwks_uri: `${this.url}/keys` };
    }
    const jwks = this.keys.map(async ({ kid, alg, pair }) => ({ ...(await exportJWK(pair.publicKey)), kid, alg }));
    return { keys: await Promise.all(jwks) };
  }
}
