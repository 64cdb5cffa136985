import { anonymous } from '@/lib/access/audit-event';
import type { Provider } from '@/lib/access/provider';
import { recording } from '@/lib/access/transaction';
import type { SignedOut } from '@/lib/access/verify-logout-token';
import type { RequestContext } from '@/lib/access/viewer';
import { endProviderSessions } from '@/lib/commands/end-provider-sessions';

/** Ends what began through a provider and was signed out there: all sessions of somebody, or the one that it names. */
export async function signOutByProvider(context: RequestContext, provider: Provider, whose: SignedOut): Promise<void> {
  const actor = { ...anonymous(context), name: `Identity provider ${provider.name}` };
  await recording(actor, async (tx, record) => {
    const [user] = await tx.$queryRaw<{ id: string; email: string }[]>`
      SELECT u.id::text, u.email FROM user_account u WHERE u.issuer = ${provider.issuer} AND (u.subject = ${whose.subject}
        OR ${whose.subject}::text IS NULL AND EXISTS (SELECT FROM provider_session p JOIN session s ON s.id_hash = p.session_hash
          WHERE s.user_id = u.id AND p.provider_id = ${provider.id} AND p.sid = ${whose.sid}))`;
    const ended = user
      ? await endProviderSessions(tx, provider.id, {
          userId: user.id,
          ...(whose.sid === null ? {} : { sid: whose.sid }),
        })
      : 0;
    await record({
      action: 'sessions.ended',
      objectKind: 'user',
      objectId: user?.id ?? null,
      object: user?.email ?? 'nobody known here',
      after: { ended, provider: provider.id },
      reason: 'signed out at the identity provider',
    });
  });
}
