import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { readProviderJson, readProviderMetadata } from '@/lib/access/provider-metadata';
import { writing } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { Issuer } from '@/lib/commands/provider-input';
import { AppError } from '@/lib/errors';

export const ProviderTest = z.object({ issuer: Issuer });

export type ProviderTestResult =
  | { ok: true; signingKeys: number; logout: boolean; problem: null }
  | { ok: false; problem: string };

const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), use: z.string().optional() })) });

/** Fetches what a provider says of itself and its keys, and says what is wrong; nobody signs in. */
export async function testProvider(viewer: Viewer, input: z.input<typeof ProviderTest>): Promise<ProviderTestResult> {
  const { issuer } = parseInput(ProviderTest, input);
  requirePermission(viewer, 'providers:write');
  const result = await look(issuer);
  await writing(viewer, 'providers:write', (_tx, record) =>
    record({
      action: 'provider.tested',
      outcome: result.ok ? 'done' : 'failed',
      objectKind: 'provider',
      object: issuer,
      reason: result.problem,
    }),
  );
  return result;
}

async function look(issuer: string): Promise<ProviderTestResult> {
  try {
    const metadata = await readProviderMetadata(issuer);
    const set = KeySet.safeParse(await readProviderJson(metadata.jwks_uri));
    const keys = set.success ? set.data.keys.filter(({ kty, use }) => kty === 'RSA' && use !== 'enc').length : 0;
    if (keys === 0) return { ok: false, problem: 'It has no RSA key that signs ID tokens' };
    return { ok: true, signingKeys: keys, logout: metadata.backchannel_logout_supported ?? false, problem: null };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, problem: error.message };
    throw error;
  }
}
