import type { ExportSlot } from '@/lib/access/export-slot';

/** The lines as the body of an answer, as fast as they are taken; the place among the exports is given back at its end. */
export function exportStream(slot: ExportSlot, lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        await slot.hold();
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(encoder.encode(value));
      } catch (error) {
        await end(slot, lines);
        throw error;
      }
      await slot.release();
      controller.close();
    },
    cancel: () => end(slot, lines),
  });
}

async function end(slot: ExportSlot, lines: AsyncGenerator<string>): Promise<void> {
  await lines.return(undefined);
  await slot.release();
}
