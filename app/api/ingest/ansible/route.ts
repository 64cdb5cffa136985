import { withRequestBytes } from '@/lib/access/request-bytes';
import { takeDelivery } from '@/lib/commands/take-delivery';
import { door } from '@/lib/route';
import { uploadLimits } from '@/lib/upload-limits';

/** POST: the Ansible callback's delivery, gzip, idempotent by its Idempotency-Key. */
export const POST = door({
  can: 'ingest',
  answer: (viewer, request) =>
    withRequestBytes(request, uploadLimits.bodyBytes, async (body) => {
      const key = request.headers.get('idempotency-key');
      const encoding = request.headers.get('content-encoding');
      return Response.json(await takeDelivery(viewer, { key, encoding, body }, new Date()), { status: 202 });
    }),
});
