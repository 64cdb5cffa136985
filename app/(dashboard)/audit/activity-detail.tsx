import styles from '@/components/audit/audit-detail.module.css';
import { CodeLines, codeLines } from '@/components/ui/code-lines';
import { KeyValues } from '@/components/ui/key-values';
import { SafeLink } from '@/components/ui/safe-link';
import type { Viewer } from '@/lib/access/viewer';
import { getActivityBody } from '@/lib/queries/get-activity-body';
import type { ActivityRow } from '@/lib/queries/list-activity';

/** One activity: what was asked for, by whom and from where, and what it touched. */
export async function ActivityDetail({ viewer, event }: { viewer: Viewer; event: ActivityRow }) {
  const { request, response } = await getActivityBody(viewer, event.id);
  const text = JSON.stringify({ request, response }, null, 2);
  return (
    <div className={styles.detail}>
      <CodeLines lines={codeLines(text)} label="Request and answer" />
      <KeyValues
        items={[
          ['Event', <code key="event">{event.eventId}</code>],
          ['Error', event.errorCode],
          ['From', event.sourceAddress ? <code key="from">{event.sourceAddress}</code> : null],
          ['Client', event.userAgent],
          ['Facility', event.facility],
          [
            'Touched',
            event.subjects.length === 0
              ? null
              : event.subjects.map((subject) => (
                  <SafeLink
                    key={subject}
                    href={`/audit?in=estate&reads=shown&subject=${encodeURIComponent(subject)}`}
                    className={`link mono ${styles.subject}`}
                  >
                    {subject}
                  </SafeLink>
                )),
          ],
        ]}
      />
    </div>
  );
}
