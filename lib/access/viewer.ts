import { type Permission, type Role, type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { hashToken, isToken } from '@/lib/access/token';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

declare const made: unique symbol;

/** Where a request came from: kept with every audit event. */
export interface RequestContext {
  /** Client address; null for jobs and operators */
  address: string | null;
  /** Ties together all that one request did */
  requestId: string;
}

/** Somebody or something that was let in. Only this folder makes one; every query and command asks for one. */
export interface Viewer extends RequestContext {
  readonly [made]: true;
  kind: 'person' | 'token' | 'job' | 'operator';
  id: string | null;
  name: string;
  role: TokenRole | 'system';
  /** Facilities within reach; null reaches every facility */
  facilities: readonly string[] | null;
  /** UTC time of the last proof of identity; null for what is not a person */
  authenticatedAt: Date | null;
}

/** Makes a viewer. For the files of lib/access alone, which look before they call it. */
export function makeViewer(fields: Omit<Viewer, typeof made>): Viewer {
  return fields as Viewer;
}

/** The viewer behind a bearer token; AppError `unauthenticated` when it is unknown, expired or revoked. */
export async function viewerOfToken(secret: string, context: RequestContext): Promise<Viewer> {
  if (!isToken(secret)) throw new AppError('unauthenticated', 'This token is not valid');
  const [row] = await db().$queryRaw<{ id: string; name: string; role: TokenRole; facilities: string[] | null }[]>`
    UPDATE token SET last_used_at = clock_timestamp()
    WHERE hash = ${hashToken(secret)} AND revoked_at IS NULL AND expires_at > clock_timestamp()
    RETURNING id::text, name, role, facilities`;
  if (!row) throw new AppError('unauthenticated', 'This token is unknown, expired or revoked');
  return makeViewer({ kind: 'token', ...row, authenticatedAt: null, ...context });
}

/** Whoever runs a command of the CLI on the machine itself. */
export function operatorViewer(name: string, requestId: string): Viewer {
  return makeViewer({
    kind: 'operator',
    id: null,
    name,
    role: 'system',
    facilities: null,
    authenticatedAt: null,
    address: null,
    requestId,
  });
}

/** A job of the worker. */
export function jobViewer(name: string, requestId: string): Viewer {
  return makeViewer({
    kind: 'job',
    id: null,
    name,
    role: 'system',
    facilities: null,
    authenticatedAt: null,
    address: null,
    requestId,
  });
}

export function can(viewer: Viewer, permission: Permission): boolean {
  if (viewer.role === 'system') return true;
  const granted: readonly Permission[] = tokenRoles[viewer.role];
  return granted.includes(permission);
}

/** Throws `forbidden`, with the permission that is missing, unless the viewer has it. */
export function requirePermission(viewer: Viewer, permission: Permission): void {
  if (!can(viewer, permission))
    throw new AppError('forbidden', `This needs the permission ${permission}`, { permission });
}

export type { Role };
