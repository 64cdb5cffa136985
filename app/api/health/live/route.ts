/** The process answers. Says nothing of the database, so that nobody restarts the web because that is down. */
export function GET(): Response {
  return Response.json({ status: 'live' }, { headers: { 'Cache-Control': 'no-store' } });
}
