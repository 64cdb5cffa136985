import { z } from 'zod';
import { environmentProviderId } from '@/lib/access/environment-provider';
import { beginHandshake } from '@/lib/access/handshake';
import { ownPath } from '@/lib/access/own-path';
import { json, openDoor } from '@/lib/route';

/** Begins a single sign-on: answers where the browser goes next. */
export const POST = openDoor({
  body: z.object({
    provider: z.string().max(40).default(environmentProviderId),
    next: z.string().max(2000).optional(),
    /** Whether the person is to prove anew who they are, though the provider knows them */
    again: z.boolean().default(false),
  }),
  answer: async (_context, { provider, next, again }) => {
    const { location, cookies } = await beginHandshake(provider, ownPath(next), { again });
    const response = json({ location });
    for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
    return response;
  },
});
