/** Run once, before the web process answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { notePeerAddresses } = await import('@/lib/access/note-peer-addresses');
  const { setFixedHeaders } = await import('@/lib/access/set-fixed-headers');
  notePeerAddresses();
  setFixedHeaders();
}
