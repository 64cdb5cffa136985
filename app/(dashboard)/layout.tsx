import type { ReactNode } from 'react';
import { BreakGlassBanner } from '@/components/frame/break-glass-banner';
import { Frame } from '@/components/frame/frame';
import { SessionGuard } from '@/components/session/session-guard';
import { requireViewer } from '@/lib/access/require-viewer';
import { frameData } from '@/lib/queries/frame-data';
import { getSession } from '@/lib/queries/get-session';
import { openBreakGlass } from '@/lib/queries/open-break-glass';

/** The frame around every page. It protects nothing: each query asks for the viewer itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const now = new Date();
  const [data, open, session] = await Promise.all([
    frameData(viewer),
    openBreakGlass(viewer, now),
    viewer.kind === 'person' ? getSession(viewer) : null,
  ]);
  return (
    <>
      <Frame data={data}>
        {open ? <BreakGlassBanner open={open} now={now} /> : null}
        {children}
      </Frame>
      {session ? <SessionGuard session={{ ...session, began: session.began.toISOString() }} /> : null}
    </>
  );
}
