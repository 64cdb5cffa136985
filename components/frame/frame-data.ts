/** What the frame around every page says. Made by lib/queries/frame-data.ts. */
export type FrameData = {
  /** Stands in the header where no crumb does. */
  organisation: string;
  viewer: { name: string; role: string; initials: string };
  /** Beside the entries of the navigation; null where nothing was counted. */
  counts: { fleet: number | null; drift: number | null; encryption: number | null };
  sources: { healthy: number; total: number; worst: 'ok' | 'stale' | 'failed' | 'refused' };
  /** Whether the sample estate is loaded. */
  sample: boolean;
  /** RFC 3339, null for now. */
  asOf: string | null;
  /** RFC 3339: the server's clock when the page was made. */
  now: string;
  /** At the foot of the navigation, one or two short lines: "Audit log: 1 204 events". */
  auditFoot: string;
};
