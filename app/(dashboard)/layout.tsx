import type { ReactNode } from 'react';
import { Frame } from '@/components/frame/frame';
import { requireViewer } from '@/lib/access/require-viewer';
import { frameData } from '@/lib/queries/frame-data';

/** The frame around every page. It protects nothing: each query asks for the viewer itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  return <Frame data={await frameData(viewer)}>{children}</Frame>;
}
