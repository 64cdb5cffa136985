import { beginSession } from '@/lib/access/begin-session';
import { hashPassword } from '@/lib/access/password';
import type { Role, TokenRole } from '@/lib/access/permissions';
import type { Grant } from '@/lib/access/reach';
import { hashSessionId, sessionCookieName } from '@/lib/access/session-cookie';
import { makeToken } from '@/lib/access/token';
import { db } from '@/lib/db';
import { type Bird, birds, houseOf } from './birds';

/** Somebody who asks at a door. */
export interface Asker {
  name: string;
  /** What they may; null is not let in at all */
  role: TokenRole | null;
  kind: 'person' | 'token' | 'nobody';
  /** Whose rows they may see */
  sees: readonly Bird[];
  /** Sent with every request of theirs */
  headers: Readonly<Record<string, string>>;
  /** Of the account; null for tokens and for nobody */
  user: string | null;
  /** What its session is ended by; null where there is none */
  session: string | null;
  /** Proved who they are longer ago than five minutes */
  unproven?: boolean;
  /** Their access ends: they give nothing that lasts longer */
  ends?: boolean;
  /** May look at a time in which nothing was, and is sent there */
  elsewhen?: boolean;
}

export const password = 'a long and plain passphrase';
const origin = { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' };
const roles: Role[] = ['viewer', 'engineer', 'manager', 'security-officer', 'auditor', 'administrator'];
let number = 0;
let kept: Promise<string> | undefined;

/** Whole facilities by their birds, or grants of parts; null is everything, none is nothing. */
export type Held = readonly (Bird | Partial<Grant>)[] | null;

/** Its reach holds from an hour ago; `ended` is one that held until just now. */
async function addReach(holder: { user: string } | { token: string }, held: Held, ended = false): Promise<void> {
  const [user, token] = 'user' in holder ? [holder.user, null] : [null, holder.token];
  const grants = (held ?? [{}]).map((it) => (typeof it === 'string' ? { facility: houseOf(it) } : it));
  await db().$executeRaw`
    INSERT INTO reach_grant (user_id, token_id, facility, environment, team, valid_from, valid_to)
    SELECT ${user}::bigint, ${token}::bigint, g.*, now() - interval '1 hour', CASE WHEN ${ended} THEN now() ELSE 'infinity' END
    FROM jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) AS g (facility text, environment text, team text)`;
}

/** A local account with a role that holds. */
export async function addUser(role: Role, held: Held, ended = false): Promise<{ id: string; email: string }> {
  number += 1;
  kept ??= hashPassword(password);
  const email = `somebody-${number}@example.org`;
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO user_account (email, name, password_hash) VALUES (${email}, ${`Somebody ${number}`}, ${await kept}) RETURNING id::text`;
  const id = row?.id ?? '';
  await db()
    .$executeRaw`INSERT INTO role_grant (user_id, role, valid_from) VALUES (${id}::bigint, ${role}, now() - interval '1 hour')`;
  await addReach({ user: id }, held, ended);
  return { id, email };
}

/** A session that began `idleMinutes` ago and was not used since; answers its secret and the name that it is ended by. */
export async function addSession(user: string, idleMinutes = 0): Promise<{ secret: string; id: string }> {
  const at = new Date(Date.now() - idleMinutes * 60_000);
  const context = { address: '192.0.2.77', requestId: 'authz', userAgent: 'authz', broughtAlong: null };
  const secret = await db().$transaction((tx) => beginSession(tx, user, context, at));
  return { secret, id: Buffer.from(hashSessionId(secret)).toString('hex') };
}

/** A token that expires in `days` from now. */
export async function addToken(role: TokenRole, held: Held, days = 1): Promise<{ id: string; secret: string }> {
  number += 1;
  const { secret, hash, hint } = makeToken(role === 'ingest' ? 'ingest' : 'api');
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO token (name, hash, hint, role, created_by, created_at, expires_at)
    VALUES (${`token ${number}`}, ${hash}, ${hint}, ${role}, 'test', now() - interval '2 days', now() + make_interval(days => ${days}))
    RETURNING id::text`;
  await addReach({ token: row?.id ?? '' }, held);
  return { id: row?.id ?? '', secret };
}

/**
 * Nobody in six ways; six roles and a token that see kestrels by their facility, and two by team and environment; those of
 * another reach, of all, of none, of one that has ended, and of a time in which nothing was.
 */
export async function askers(): Promise<Asker[]> {
  const person = async (name: string, role: Role, sees: readonly Bird[], held: Held = sees, ended = false) => {
    const { id } = await addUser(role, held, ended);
    const { secret, id: session } = await addSession(id);
    return { name, role, kind: 'person' as const, sees, headers: { ...origin, ...cookie(secret) }, user: id, session };
  };
  const token = async (name: string, role: TokenRole, sees: readonly Bird[], held: Held = sees): Promise<Asker> => {
    const { secret } = await addToken(role, held);
    return {
      name,
      role,
      kind: 'token',
      sees,
      headers: { authorization: `Bearer ${secret}` },
      user: null,
      session: null,
    };
  };
  const out = (name: string, headers: Record<string, string>): Asker => {
    return {
      name,
      role: null,
      kind: 'nobody',
      sees: [],
      headers: { ...origin, ...headers },
      user: null,
      session: null,
    };
  };
  const cookie = (secret: string) => ({ cookie: `${sessionCookieName()}=${secret}` });
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const gone = await addUser('administrator', null);
  const disabled = await addUser('administrator', null);
  const revoked = { session: await addSession(gone.id), token: await addToken('administrator', null) };
  await db().$executeRaw`UPDATE user_account SET disabled_at = now() WHERE id = ${disabled.id}::bigint`;
  await db().$executeRaw`UPDATE session SET ended_at = now() WHERE id_hash = decode(${revoked.session.id}, 'hex')`;
  await db().$executeRaw`UPDATE token SET revoked_at = now() WHERE id = ${revoked.token.id}::bigint`;
  const people: Asker[] = [];
  for (const role of roles) people.push(await person(role, role, ['kestrel']));
  const past = await person('auditor of another time', 'auditor', [], null);
  await db().$executeRaw`UPDATE user_account SET evidence_from = '2001-01-01Z', evidence_to = '2001-12-31Z'
    WHERE id = ${past.user}::bigint`;
  const week = await person('administrator for a week', 'administrator', birds, null);
  await db()
    .$executeRaw`UPDATE role_grant SET valid_to = now() + interval '7 days' WHERE user_id = ${week.user}::bigint`;
  return [
    out('anonymous', {}),
    out('idle session', cookie((await addSession(gone.id, 31)).secret)),
    out('revoked session', cookie(revoked.session.secret)),
    out('disabled account', cookie((await addSession(disabled.id)).secret)),
    out('expired token', bearer((await addToken('administrator', null, -1)).secret)),
    out('revoked token', bearer(revoked.token.secret)),
    ...people,
    { ...past, elsewhen: true },
    await person('engineer of a team', 'engineer', ['kestrel'], [{ team: 'kestrel-team' }]),
    await token(
      'token of an environment',
      'viewer',
      ['kestrel'],
      [
        { facility: houseOf('kestrel'), environment: 'kestrel-environment' },
        { facility: houseOf('magpie'), environment: 'kestrel-environment' },
      ],
    ),
    await person('administrator of magpies', 'administrator', ['magpie']),
    await person('administrator of all', 'administrator', birds, null),
    await person('engineer of nothing', 'engineer', []),
    await person('manager whose reach has ended', 'manager', [], null, true),
    await token('token of an engineer', 'engineer', ['kestrel']),
    { ...week, ends: true },
    { ...(await person('administrator unproven', 'administrator', birds, null)), unproven: true },
    await token('token of an administrator', 'administrator', birds, null),
    await token('token of ingest', 'ingest', []),
  ];
}

/** Keeps the sessions of all askers from ending while others are asked, and their proofs as old as they are said to be. */
export async function keepAwake(all: readonly Asker[]): Promise<void> {
  const rows = all.flatMap(({ session, unproven = false }) => (session ? { session, minutes: unproven ? 6 : 0 } : []));
  await db().$executeRaw`
    UPDATE session s SET last_active_at = now(), authenticated_at = now() - make_interval(mins => a.minutes)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a (session text, minutes int) WHERE s.id_hash = decode(a.session, 'hex')`;
}
