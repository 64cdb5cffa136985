import type { Server } from 'node:http';
import Provider from 'oidc-provider';

/** How Plumbline is known to it. */
export const testClient = { id: 'plumbline', secret: 'x'.repeat(40) };

/** A certified provider in this process, which is not ours; the groups of its people are those of `people`. */
export async function startProvider(
  port: number,
  people: Readonly<Record<string, string[] | undefined>>,
  { redirects, jwks }: { redirects: readonly string[]; jwks?: unknown },
): Promise<Server> {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: testClient.id, client_secret: testClient.secret, redirect_uris: redirects }],
    claims: { openid: ['sub', 'groups'], email: ['email'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    ...(jwks ? { jwks } : {}),
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, name: `Person ${id}`, groups: people[id] }),
    }),
  });
  return new Promise((ready) => {
    const server: Server = provider.listen(port, '127.0.0.1', () => ready(server));
  });
}
