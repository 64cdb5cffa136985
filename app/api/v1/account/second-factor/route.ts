import { SecondFactor, setSecondFactor } from '@/lib/commands/set-second-factor';
import { route } from '@/lib/route';

export const PUT = route({ can: 'account', body: SecondFactor, answer: setSecondFactor });
