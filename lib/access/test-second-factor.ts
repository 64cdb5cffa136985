import { Secret, TOTP } from 'otpauth';
import { sealSecret } from '@/lib/access/sealed-secret';
import { totpPlace } from '@/lib/access/second-factor';
import { operatorViewer } from '@/lib/access/viewer';
import { createUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';

export const testPassword = 'correct horse battery';

/** A local administrator with a second factor, and the code that their authenticator shows at a moment. */
export async function setUpSecondFactor(email: string): Promise<{ id: string; code: (at: Date) => string }> {
  const { id } = await createUser(operatorViewer('test', 'test'), {
    email,
    role: 'administrator',
    password: testPassword,
  });
  const secret = new Secret({ size: 20 });
  await db()
    .$executeRaw`UPDATE user_account SET totp_secret = ${sealSecret(secret.base32, totpPlace(id))} WHERE id = ${id}::bigint`;
  return { id, code: (at) => new TOTP({ secret }).generate({ timestamp: at.getTime() }) };
}
