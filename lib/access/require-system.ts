import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** Throws `forbidden` unless a job or an operator asks: no role of a person or token keeps the log. */
export function requireSystem(viewer: Viewer): void {
  if (viewer.role !== 'system') throw new AppError('forbidden', 'Only Plumbline itself keeps the audit log');
}
