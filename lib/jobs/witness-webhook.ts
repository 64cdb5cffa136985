import { createHmac } from 'node:crypto';
import type { Witness } from '@/lib/jobs/witness';
import { sendOutgoing } from '@/lib/outgoing/send-outgoing';

/**
 * An address that takes checkpoints by POST: https, or http where the operator's file of targets names it. The body is
 * the note; with a secret, `Plumbline-Signature` is `v1=` and the HMAC-SHA256, in hex, of `Plumbline-Timestamp`, a full
 * stop and the body.
 */
export function webhookWitness(address: string, secret: string | null, clock: () => Date): Witness {
  const { host } = new URL(address);
  return {
    name: `webhook ${host}`,
    carry: async ({ note, id }, signal) => {
      const timestamp = String(Math.floor(clock().getTime() / 1000));
      const signed = (key: string) => `v1=${createHmac('sha256', key).update(`${timestamp}.${note}`).digest('hex')}`;
      const status = await sendOutgoing(address, {
        method: 'POST',
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Plumbline-Checkpoint': String(id),
          'Plumbline-Timestamp': timestamp,
          ...(secret ? { 'Plumbline-Signature': signed(secret) } : {}),
        },
        body: note,
        signal,
      });
      // A redirect is no success: where it leads nobody has allowed.
      if (status < 200 || status > 299) throw new Error(`${host} answered ${status}`);
    },
  };
}
