import { isReady } from '@/lib/queries/is-ready';

export const dynamic = 'force-dynamic';

/** The process can answer for the fleet: the database is there and migrated. */
export async function GET(): Promise<Response> {
  const ready = await isReady();
  return Response.json(
    { status: ready ? 'ready' : 'not ready' },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}
