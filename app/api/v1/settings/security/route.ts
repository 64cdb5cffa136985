import { IdleSetting, setIdleMinutes } from '@/lib/commands/set-idle-minutes';
import { securitySettings } from '@/lib/queries/security-settings';
import { route } from '@/lib/route';

export const GET = route({ can: 'security:read', answer: securitySettings });
export const PUT = route({ can: 'security:write', body: IdleSetting, answer: setIdleMinutes });
