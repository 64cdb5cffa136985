import { createHmac } from 'node:crypto';
import type { Witness } from '@/lib/jobs/witness';

const seconds = 10;

/**
 * An address that takes checkpoints by POST: https, or http on this machine. The body is the note; with a secret,
 * `Plumbline-Signature` is `v1=` and the HMAC-SHA256, in hex, of `Plumbline-Timestamp`, a full stop and the body.
 */
export function webhookWitness(address: string, secret: string | null, clock: () => Date): Witness {
  const { host } = new URL(address);
  return {
    name: `webhook ${host}`,
    carry: async ({ note, id }, signal) => {
      const timestamp = String(Math.floor(clock().getTime() / 1000));
      const signed = (key: string) => `v1=${createHmac('sha256', key).update(`${timestamp}.${note}`).digest('hex')}`;
      const answer = await fetch(address, {
        method: 'POST',
        // Where a redirect leads nobody has allowed.
        redirect: 'error',
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Plumbline-Checkpoint': String(id),
          'Plumbline-Timestamp': timestamp,
          ...(secret ? { 'Plumbline-Signature': signed(secret) } : {}),
        },
        body: note,
        signal: AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`${host} answered ${answer.status}`);
    },
  };
}
