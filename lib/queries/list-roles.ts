import { z } from 'zod';
import { type Permission, permissions, type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import type { ListAnswer } from '@/lib/queries/page';
import { ListFilter } from '@/lib/queries/page';

/** Pages and dates make no difference: the table is short, and part of the code that runs. */
export const RoleFilter = z.object({
  asOf: ListFilter.shape.asOf,
  limit: ListFilter.shape.limit,
  cursor: ListFilter.shape.cursor,
});

export type RoleRow = { permission: Permission; words: string } & Record<TokenRole, boolean>;

/** Who may do what: each permission with the roles that have it, as the code that runs has it. */
export async function listRoles(viewer: Viewer, filter: z.output<typeof RoleFilter>): Promise<ListAnswer<RoleRow>> {
  requirePermission(viewer, 'account');
  const granted = Object.entries(tokenRoles) as [TokenRole, readonly Permission[]][];
  const rows = Object.entries(permissions).map(([name, words]) => {
    const permission = name as Permission;
    const by = Object.fromEntries(granted.map(([role, has]) => [role, has.includes(permission)]));
    return { permission, words, ...(by as Record<TokenRole, boolean>) };
  });
  return { rows, next: null, asOf: filter.asOf ?? null, observedAt: null, coverage: { complete: true, scopes: [] } };
}
