import { type Actor, anonymous } from '@/lib/access/audit-event';
import { beginSession, type SignInContext } from '@/lib/access/begin-session';
import type { Role } from '@/lib/access/permissions';
import type { ProviderPerson } from '@/lib/access/person-of-claims';
import { hashSessionId } from '@/lib/access/session-cookie';
import { type RecordEvent, recording } from '@/lib/access/transaction';
import { giveProviderReach } from '@/lib/commands/give-provider-reach';
import { takeAnswer } from '@/lib/commands/take-answer';
import { db, type Transaction } from '@/lib/db';

export type OidcRefusal = 'no-groups' | 'too-many-groups' | 'no-role' | 'disabled' | 'replayed';
export type OidcSignIn = { ok: true; session: string } | { ok: false; reason: OidcRefusal };

interface KnownPerson {
  id: string;
  role: Role | null;
  disabled: boolean;
}

/** Why somebody was refused, as the audit log says it. */
const words: Record<OidcRefusal, string> = {
  'no-groups': 'the provider told no groups',
  'too-many-groups': 'more groups than fit into a token: none is believed',
  'no-role': 'none of the groups has a role',
  disabled: 'disabled',
  replayed: 'an answer of the provider came twice',
};

/**
 * Signs in a person of an identity provider, who is added at first and gets the role of their groups, and the reach where
 * the provider's table gives one, every time. `state` is that of the handshake: it begins one session and no second.
 */
export async function signInWithOidc(
  context: SignInContext,
  person: ProviderPerson,
  state: string,
  at: Date = new Date(),
): Promise<OidcSignIn> {
  const known = await findPerson(person);
  const actor: Actor = known ? { ...context, kind: 'person', id: known.id, name: person.name } : anonymous(context);
  return recording(actor, async (tx, record) => {
    const { role, reach, reason } = person.given;
    const first = await takeAnswer(tx, state, at);
    const refusal = !first ? 'replayed' : known?.disabled ? 'disabled' : reason;
    if (refusal !== null || role === null) {
      if (known && first) await endRole(tx, known, record, person);
      const refused = refusal ?? 'no-role';
      const after = { provider: person.providerId };
      await record({
        ...about(person, known?.id ?? null),
        action: 'session.refused',
        outcome: 'refused',
        after,
        reason: words[refused],
      });
      return { ok: false, reason: refused };
    }
    const id = await keepPerson(tx, person);
    if (!known)
      await record({
        ...about(person, id),
        action: 'user.added',
        after: { email: person.email, role, provider: person.providerId },
      });
    if (known?.role !== role) await giveRole(tx, id, role);
    if (known && known.role !== role) {
      const change = { before: { role: known.role }, after: { role }, reason: 'groups of the identity provider' };
      await record({ ...about(person, id), action: 'role.changed', ...change });
    }
    await keepReach(tx, record, { person, id, isNew: !known, reach });
    // A provider that does not say when it asked for a password may have asked yesterday.
    const provenAt = person.authenticatedAt ?? new Date(at.getTime() - 3_600_000);
    const session = await beginSession(tx, id, context, at, provenAt);
    await tx.$executeRaw`INSERT INTO provider_session (session_hash, provider_id, sid)
      VALUES (${hashSessionId(session)}, ${person.providerId}, ${person.sid})`;
    const after = { by: 'single sign-on', provider: person.providerId };
    await record({ ...about(person, id), action: 'session.begun', after });
    return { ok: true, session };
  });
}

function about(person: ProviderPerson, id: string | null) {
  return { objectKind: 'user', objectId: id, object: person.email };
}

async function findPerson({ issuer, subject }: ProviderPerson): Promise<KnownPerson | null> {
  const [row] = await db().$queryRaw<KnownPerson[]>`
    SELECT u.id::text, g.role, u.disabled_at IS NOT NULL AS disabled
    FROM user_account u LEFT JOIN role_grant g ON g.user_id = u.id AND g.valid_to = 'infinity'
    WHERE u.issuer = ${issuer} AND u.subject = ${subject}`;
  return row ?? null;
}

async function keepPerson(tx: Transaction, { issuer, subject, email, name }: ProviderPerson): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO user_account (email, name, issuer, subject) VALUES (${email}, ${name}, ${issuer}, ${subject})
    ON CONFLICT (issuer, subject) WHERE issuer IS NOT NULL DO UPDATE SET email = excluded.email, name = excluded.name
    RETURNING id::text`;
  if (!row) throw new Error('A person was neither found nor made');
  return row.id;
}

async function giveRole(tx: Transaction, id: string, role: Role): Promise<void> {
  await tx.$executeRaw`WITH moment AS (SELECT clock_timestamp() AS at), closed AS (
      UPDATE role_grant g SET valid_to = moment.at FROM moment WHERE g.user_id = ${id}::bigint AND g.valid_to = 'infinity'
    ) INSERT INTO role_grant (user_id, role, valid_from) SELECT ${id}::bigint, ${role}, at FROM moment`;
  await endSessions(tx, id);
}

/** A provider without a table of reach leaves it to administrators: there who is new reaches everything. */
async function keepReach(
  tx: Transaction,
  record: RecordEvent,
  {
    person,
    id,
    isNew,
    reach,
  }: { person: ProviderPerson; id: string; isNew: boolean; reach: ProviderPerson['given']['reach'] },
): Promise<void> {
  if (!person.givesReach && !isNew) return;
  if (!(await giveProviderReach(tx, id, person.givesReach ? reach : null))) return;
  await endSessions(tx, id);
  const after = { reach: reach ?? 'all' };
  await record({ ...about(person, id), action: 'reach.changed', after, reason: 'groups of the identity provider' });
}

/** Who lost their groups loses what they had here, open sessions too. */
async function endRole(
  tx: Transaction,
  known: KnownPerson,
  record: RecordEvent,
  person: ProviderPerson,
): Promise<void> {
  if (known.role === null) return;
  await tx.$executeRaw`UPDATE role_grant SET valid_to = clock_timestamp()
    WHERE user_id = ${known.id}::bigint AND valid_to = 'infinity'`;
  await endSessions(tx, known.id);
  const change = { before: { role: known.role }, after: { role: null }, reason: 'no group of theirs has a role' };
  await record({ ...about(person, known.id), action: 'role.changed', ...change });
}

async function endSessions(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
}
