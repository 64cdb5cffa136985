/** Stands for next/server where pages are rendered without Next: a request is always there. */
export async function connection(): Promise<void> {
  await Promise.resolve();
}
