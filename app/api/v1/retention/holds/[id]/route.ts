import { HoldToLift, liftHold } from '@/lib/commands/lift-hold';
import { route } from '@/lib/route';

export const DELETE = route({
  can: 'retention:write',
  query: HoldToLift.pick({ id: true }),
  body: HoldToLift.omit({ id: true }),
  answer: liftHold,
});
