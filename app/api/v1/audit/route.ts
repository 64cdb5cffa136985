import { AuditFilter } from '@/lib/queries/audit-filter';
import { listAudit, viewAudit } from '@/lib/queries/list-audit';
import { route } from '@/lib/route';

export const GET = route({
  can: 'audit:read',
  query: AuditFilter,
  csv: { name: 'audit', evidence: true, pages: listAudit },
  answer: viewAudit,
});
