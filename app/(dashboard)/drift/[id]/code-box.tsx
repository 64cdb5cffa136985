import { IconExternalLink } from '@tabler/icons-react';
import { Box } from '@/components/ui/box';
import { CodeLines, codeLines } from '@/components/ui/code-lines';
import { Empty } from '@/components/ui/empty';
import { SafeLink } from '@/components/ui/safe-link';
import type { DriftDetail } from '@/lib/queries/get-drift';
import styles from './code-box.module.css';

/** The lines of code that speak for the group, as they were when the drift took this form. */
export function CodeBox({ drift }: { drift: DriftDetail }) {
  const { declared, lines } = drift.body;
  const places = lines.flatMap(({ declared: rule, unresolved }) => rule?.at ?? unresolved?.at ?? []);
  const { revision } = declared.at;
  return (
    <Box
      id="code"
      title="Code that speaks for this group"
      hint={<span className="mono">{declared.repository}</span>}
      aside={<ForgeLink drift={drift} />}
    >
      {drift.code.length === 0 ? (
        <Empty title="The lines are not kept.">This declaration was recorded without them.</Empty>
      ) : (
        drift.code.map(({ file, from, lines: text }) => (
          <div key={`${file}:${from}`}>
            <p className={`mono t3 small ${styles.place}`}>
              {file}@{revision.slice(0, 7)}
            </p>
            <CodeLines
              bare
              label={`${file}, line ${from} and on`}
              lines={codeLines(text.join('\n'), {
                from,
                here: places.filter((place) => place.file === file).map(({ line }) => line),
              })}
            />
          </div>
        ))
      )}
    </Box>
  );
}

/** Forges agree on the form of these addresses; a repository on this machine has none. */
function ForgeLink({ drift }: { drift: DriftDetail }) {
  const { repository, at } = drift.body.declared;
  if (!repository.startsWith('https://') || at.revision === '') return null;
  const file = at.file.split('/').map(encodeURIComponent).join('/');
  return (
    <SafeLink href={`${repository.replace(/\.git$/, '')}/blob/${at.revision}/${file}#L${at.line}`} className="link">
      Open in the forge <IconExternalLink size={14} stroke={1.75} aria-hidden />
    </SafeLink>
  );
}
