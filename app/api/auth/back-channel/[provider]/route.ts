import { anonymous } from '@/lib/access/audit-event';
import { findProvider } from '@/lib/access/find-provider';
import { readFormBody } from '@/lib/access/form-body';
import { recordRefusal } from '@/lib/access/refusal';

import { verifyLogoutToken } from '@/lib/access/verify-logout-token';
import { signOutByProvider } from '@/lib/commands/sign-out-by-provider';
import { AppError } from '@/lib/errors';
import { serverDoor } from '@/lib/route';

/** Where an identity provider says that somebody signed out there. Its token is the proof; no cookie is read. */
export const POST = serverDoor(async (context, request, params) => {
  const provider = await findProvider(String(params.provider));
  const token = (await readFormBody(request)).get('logout_token') ?? '';
  const whose = provider ? await verifyLogoutToken(token, provider, new Date()) : null;
  if (provider === null || whose === null) {
    const refused = new AppError('bad-request', 'This is no logout token of a provider of ours');
    await recordRefusal(anonymous(context), 'POST /api/auth/back-channel', refused);
    return Response.json({ error: 'invalid_request' }, { status: 400 });
  }
  await signOutByProvider(context, provider, whose);
  return new Response(null, { status: 200 });
});
