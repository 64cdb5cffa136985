import { changePassword, PasswordChange } from '@/lib/commands/change-password';
import { route } from '@/lib/route';

export const PUT = route({ can: 'account', body: PasswordChange, answer: changePassword });
