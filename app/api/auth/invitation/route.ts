import { Acceptance, spendInvitation } from '@/lib/commands/spend-invitation';
import { openDoor } from '@/lib/route';

/** Sets the password of somebody who was invited, by the one-time link. */
export const POST = openDoor({
  body: Acceptance,
  answer: async (context, body) => {
    await spendInvitation(context, body);
    return new Response(null, { status: 204 });
  },
});
