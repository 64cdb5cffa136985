import type { RunReport } from '@/lib/resources/run-report';

/** The first error of a run, as `task: message`; null where it has none. */
export function errorOf(report: Pick<RunReport, 'failed' | 'unreachable' | 'interrupted' | 'events'>): string | null {
  if (report.failed === 0 && !report.unreachable && !report.interrupted) return null;
  const event = report.events.find((it) => it.status === 'failed' || it.status === 'unreachable');
  if (event) return [event.task, event.message?.trim()].filter(Boolean).join(': ').slice(0, 500);
  if (report.failed > 0) return 'A task failed; the report does not say which';
  return report.unreachable ? 'The host could not be reached' : 'The run was cut before its end';
}

/**
 * An error without what differs from host to host and from run to run: host name, addresses, temporary paths, ids, times.
 * Equal patterns are one error on several hosts.
 */
export function errorPattern(error: string, hostName: string): string {
  const [short = ''] = hostName.split('.');
  const names = [...new Set([hostName, short])].filter((name) => name.length > 2).map(escaped);
  const named = names.length > 0 ? error.replace(new RegExp(`\\b(${names.join('|')})\\b`, 'gi'), '<host>') : error;
  return named
    .replace(/\b\d{4}-\d{2}-\d{2}[T ][\d:.,]+(Z|[+-]\d{2}:?\d{2})?/g, '<time>')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}\b/g, '<address>')
    .replace(/(\/tmp|\/var\/tmp|\/root\/\.ansible\/tmp|~\/\.ansible\/tmp)\/\S+/g, '<path>')
    .replace(/\b(0x)?[0-9a-f]{8,}(-[0-9a-f]{4,}){0,4}\b/gi, '<id>')
    .replace(/\b\d{6,}(\.\d+)?\b/g, '<n>')
    .replace(/\s+/g, ' ')
    .trim();
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
