import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}
export type Fields = Record<string, unknown>;

/** What a provider was asked for in one sign-in. */
interface Asked {
  nonce: string;
  challenge: string;
}

/** What a case makes the provider do; what is left out, it does as it should. */
export interface Malice {
  claims?: (right: Fields) => Fields;
  header?: (right: Fields) => Fields;
  /** Makes the whole token */
  token?: (claims: Fields, provider: HostileProvider) => string;
  /** Signs with this key under the name of the right one */
  key?: SigningKey;
  /** The answer of the token endpoint */
  tokens?: (right: Fields) => Fields;
  metadata?: (right: Fields) => Fields;
  /** Answers a path in place of the provider */
  answer?: Partial<
    Record<'/metadata' | '/jwks' | '/token', (response: ServerResponse, provider: HostileProvider) => void>
  >;
}

export function makeKey(kid = randomBytes(4).toString('hex')): SigningKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An RS256 token; `header` may say something else than what was done. */
export function signToken(header: Fields, claims: Fields, key: KeyObject): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** A token whose signature is a code made with a shared secret. */
export function codeToken(header: Fields, claims: Fields, secret: string): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** An OpenID provider in this process that does as it should until a case turns it against us. */
export class HostileProvider {
  key = makeKey();
  malice: Malice = {};
  /** The last ID token that it gave */
  last = '';
  /** Requests of userinfo, which we never make */
  userinfos = 0;
  private readonly asked = new Map<string, Asked>();

  private constructor(
    readonly issuer: string,
    readonly client: { id: string; secret: string },
    private readonly server: Server,
  ) {}

  static async listen(port: number, client: { id: string; secret: string }): Promise<HostileProvider> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
    const provider = new HostileProvider(`http://127.0.0.1:${port}`, client, server);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void provider.respond(request, response),
    );
    return provider;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The person says yes: the address that the browser is sent back to. */
  authorise(location: string): string {
    const query = new URL(location).searchParams;
    const code = randomBytes(16).toString('hex');
    this.asked.set(code, { nonce: query.get('nonce') ?? '', challenge: query.get('code_challenge') ?? '' });
    const back = new URL(query.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: this.issuer }).toString();
    return back.href;
  }

  /** What an ID token should say. */
  rightClaims(nonce: string): Fields {
    const now = Math.floor(Date.now() / 1000);
    const person = { sub: 'mallory', email: 'mallory@example.org', name: 'Mallory', groups: ['ops'] };
    return { iss: this.issuer, aud: this.client.id, ...person, nonce, iat: now, exp: now + 300 };
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.issuer).pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const known = path === '/.well-known/openid-configuration' ? '/metadata' : path;
    const answer = this.malice.answer?.[known as '/metadata'];
    if (known === '/userinfo') this.userinfos += 1;
    if (answer) answer(response, this);
    else if (known === '/metadata') json(response, 200, this.metadata());
    else if (known === '/jwks') json(response, 200, { keys: [this.publicJwk()] });
    else if (known === '/token') this.exchange(form, response);
    else json(response, known === '/userinfo' ? 200 : 404, this.rightClaims(''));
  }

  private metadata(): Fields {
    const at = (path: string) => `${this.issuer}${path}`;
    const right = {
      issuer: this.issuer,
      authorization_endpoint: at('/authorise'),
      token_endpoint: at('/token'),
      jwks_uri: at('/jwks'),
      userinfo_endpoint: at('/userinfo'),
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
    return this.malice.metadata?.(right) ?? right;
  }

  /** What its set of keys holds */
  publicJwk(): Fields {
    return { ...this.key.publicKey.export({ format: 'jwk' }), kid: this.key.kid, use: 'sig', alg: 'RS256' };
  }

  /** As hostile as it is, it keeps to PKCE: a code that another browser began with is refused. A code may come twice. */
  private exchange(form: URLSearchParams, response: ServerResponse): void {
    const asked = this.asked.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const { malice } = this;
    const right = this.rightClaims(asked?.nonce ?? '');
    const claims = malice.claims?.(right) ?? right;
    const said = { alg: 'RS256', typ: 'JWT', kid: this.key.kid };
    const header = malice.header?.(said) ?? said;
    this.last = malice.token?.(claims, this) ?? signToken(header, claims, (malice.key ?? this.key).privateKey);
    const tokens = { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: this.last };
    if (asked?.challenge === challenge) json(response, 200, malice.tokens?.(tokens) ?? tokens);
    else json(response, 400, { error: 'invalid_grant' });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
