import { type Actor, anonymous } from '@/lib/access/audit-event';
import { beginSession, type SignInContext } from '@/lib/access/begin-session';
import type { Role } from '@/lib/access/permissions';
import { type RecordEvent, recording } from '@/lib/access/transaction';
import { db, type Transaction } from '@/lib/db';

export interface ProviderPerson {
  /** `iss` and `sub` are the person; the address and the name are only shown */
  issuer: string;
  subject: string;
  email: string;
  name: string;
  /** What their groups make them; null refuses */
  role: Role | null;
}

export type OidcSignIn = { ok: true; session: string } | { ok: false; reason: 'no-role' | 'disabled' };

interface KnownPerson {
  id: string;
  role: Role | null;
  disabled: boolean;
}

/** Signs in a person of the identity provider, who is added at first and gets the role of their groups every time. */
export async function signInWithOidc(
  context: SignInContext,
  person: ProviderPerson,
  at: Date = new Date(),
): Promise<OidcSignIn> {
  const known = await findPerson(person);
  const actor: Actor = known ? { ...context, kind: 'person', id: known.id, name: person.name } : anonymous(context);
  return recording(actor, async (tx, record) => {
    const refusal = known?.disabled ? 'disabled' : person.role === null ? 'no-role' : null;
    if (refusal !== null || person.role === null) {
      if (known) await endRole(tx, known, record, person);
      await record({
        ...about(person, known?.id ?? null),
        action: 'session.refused',
        outcome: 'refused',
        reason: refusal,
      });
      return { ok: false, reason: refusal ?? 'no-role' };
    }
    const id = await keepPerson(tx, person);
    if (!known)
      await record({ ...about(person, id), action: 'user.added', after: { email: person.email, role: person.role } });
    if (known?.role !== person.role) await giveRole(tx, id, person.role);
    if (known && known.role !== person.role) {
      const change = {
        before: { role: known.role },
        after: { role: person.role },
        reason: 'groups of the identity provider',
      };
      await record({ ...about(person, id), action: 'role.changed', ...change });
    }
    const session = await beginSession(tx, id, context, at);
    await record({ ...about(person, id), action: 'session.begun', after: { by: 'single sign-on' } });
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
  await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${id}::bigint AND ended_at IS NULL`;
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
  await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp() WHERE user_id = ${known.id}::bigint AND ended_at IS NULL`;
  const change = { before: { role: known.role }, after: { role: null }, reason: 'no group of theirs has a role' };
  await record({ ...about(person, known.id), action: 'role.changed', ...change });
}
