import { AuditConsistencyQuery, auditConsistency } from '@/lib/queries/audit-consistency';
import { route } from '@/lib/route';

export const GET = route({ can: 'audit:read', query: AuditConsistencyQuery, answer: auditConsistency });
