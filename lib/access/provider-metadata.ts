import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { z } from 'zod';
import { AppError, messageOf } from '@/lib/errors';
import { OutgoingAgent } from '@/lib/outgoing/outgoing-agent';

/** Makes every connection to a provider: looked at before it is made, 5 s and 64 kB at most. */
export const providerAgent = new OutgoingAgent();

const endpoint = z.string().refine((text) => URL.canParse(text) && /^https?:/.test(text), 'is no address');
const several = z.array(z.string());

/** What we need of `.well-known/openid-configuration` (OpenID Connect Discovery 1.0). */
const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  response_types_supported: several.optional(),
  id_token_signing_alg_values_supported: several.optional(),
  token_endpoint_auth_methods_supported: several.optional(),
  code_challenge_methods_supported: several.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  backchannel_logout_supported: z.boolean().optional(),
});
export type ProviderMetadata = z.output<typeof Metadata>;

/**
 * What a provider says of itself. AppError `unavailable`, in words for an administrator, when it does not answer, is not
 * exactly the issuer that is asked for, or cannot do what a sign-in needs.
 */
export async function readProviderMetadata(issuer: string): Promise<ProviderMetadata> {
  const said = await readProviderJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const parsed = Metadata.safeParse(said);
  const wrong = parsed.success ? null : parsed.error.issues[0];
  if (!parsed.success)
    throw new AppError('unavailable', `Its metadata is not whole: ${wrong?.path.join('.')} is missing or wrong`);
  const metadata = parsed.data;
  if (metadata.issuer !== issuer)
    throw new AppError(
      'unavailable',
      `Its metadata names another issuer: ${metadata.issuer.slice(0, 300)}. Each character counts, a last slash too`,
    );
  const problem = problemOf(metadata);
  if (problem !== null) throw new AppError('unavailable', problem);
  return metadata;
}

/** Where a provider says nothing of what it supports, it is taken to support it. */
function problemOf(metadata: ProviderMetadata): string | null {
  const lacks = (list: readonly string[] | undefined, wanted: readonly string[]) =>
    list !== undefined && !wanted.some((one) => list.includes(one));
  if (lacks(metadata.response_types_supported, ['code'])) return 'It does not know the authorisation-code flow';
  if (lacks(metadata.id_token_signing_alg_values_supported, ['RS256'])) return 'It does not sign ID tokens with RS256';
  if (lacks(metadata.code_challenge_methods_supported, ['S256'])) return 'It does not know PKCE with S256';
  if (lacks(metadata.token_endpoint_auth_methods_supported, ['client_secret_basic', 'client_secret_post']))
    return 'It takes a client secret neither by HTTP Basic nor by POST';
  const [home, ...others] = [
    metadata.issuer,
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.jwks_uri,
  ];
  if (home?.startsWith('https:') && others.some((address) => !address.startsWith('https:')))
    return 'Some of its addresses are not https';
  return null;
}

/** A JSON document of a provider. AppError `unavailable` with what is wrong, and never with what it said. */
export async function readProviderJson(address: string): Promise<unknown> {
  try {
    const answer = await get(new URL(address));
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}`);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'what it answers is not JSON' : messageOf(error);
    throw new AppError('unavailable', `${address} cannot be read: ${why}`, {}, { cause: error });
  }
}

function get(url: URL): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecurely : requestPlainly;
  return new Promise((done, fail) => {
    const asked = request(url, { agent: providerAgent, headers: { accept: 'application/json' } }, done);
    asked.once('error', fail);
    asked.end();
  });
}
