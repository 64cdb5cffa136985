import { takeExportSlot } from '@/lib/access/export-slot';
import { parseInput, searchParamsOf } from '@/lib/access/parse-input';
import { recordPartExport } from '@/lib/commands/record-part-export';
import { AuditPartQuery, auditPart } from '@/lib/queries/audit-part';
import { exportStream } from '@/lib/reports/export-stream';
import { door } from '@/lib/route';

/** A part of the log that proves itself, one JSON a line: see verify/verify.mjs. */
export const GET = door({
  can: 'audit:read',
  answer: async (viewer, request) => {
    const { from, to, size, lines } = await auditPart(viewer, parseInput(AuditPartQuery, searchParamsOf(request.url)));
    await recordPartExport(viewer, { from, to, size });
    return new Response(exportStream(await takeExportSlot(viewer), lines), {
      headers: {
        'Content-Type': 'application/x-ndjson',
        'Content-Disposition': `attachment; filename="plumbline-audit-${from}-${to}.ndjson"`,
      },
    });
  },
});
