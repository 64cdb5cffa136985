import { AuditorInvitation, inviteAuditor } from '@/lib/commands/invite-auditor';
import { route } from '@/lib/route';

export const POST = route({ can: 'users:write', body: AuditorInvitation, answer: inviteAuditor });
