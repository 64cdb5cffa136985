import { AuditProofQuery, auditProof } from '@/lib/queries/audit-proof';
import { route } from '@/lib/route';

export const GET = route({ can: 'audit:read', query: AuditProofQuery, answer: auditProof });
