import type { ReactNode } from 'react';
import { peerWords, portWords } from '@/components/drift/rule-words';
import { Box } from '@/components/ui/box';
import { SafeLink } from '@/components/ui/safe-link';
import { type Pair, SideBySide, SideCells } from '@/components/ui/side-by-side';
import { StateChip, StateText } from '@/components/ui/state';
import { Ago, Stamp } from '@/components/ui/time';
import type { DriftDetail } from '@/lib/queries/get-drift';
import type { DriftLine } from '@/lib/resources/drift-comparison';

type Numbered = { line: DriftLine; index: number };

/** Both sides rule by rule: the code on the left with its line, the cloud on the right with when it was first seen. */
export function Rules({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const { declared, lines } = drift.body;
  const numbered = lines.map((line, index) => ({ line, index }));
  const [ingress, egress] = (['ingress', 'egress'] as const).map((direction) =>
    numbered.filter(({ line }) => directionOf(line) === direction),
  );
  const left = (
    <>
      <h2>Code</h2>
      <span className="mono t3 clip">
        {declared.at.file}@{declared.at.revision.slice(0, 7)}
      </span>
    </>
  );
  const right = (
    <>
      <h2>Cloud</h2>
      <span className="t3 small">
        {drift.scan ? <Ago at={drift.scan.finishedAt} asOf={asOf} words /> : 'not there'}
      </span>
    </>
  );
  const pairs = (some: readonly Numbered[]) => some.map((one) => pairOf(one, drift, asOf));
  return (
    <Box
      label="Rules"
      footer={<span className="t3 small">{`Ingress: ${tally(ingress ?? [])} · egress: ${tally(egress ?? [])}`}</span>}
    >
      {ingress && ingress.length > 0 ? (
        <SideBySide label="Ingress" left={left} right={right} pairs={pairs(ingress)} />
      ) : null}
      {egress && egress.length > 0 ? (
        <SideBySide
          label="Egress"
          left={ingress && ingress.length > 0 ? <h2>Outbound</h2> : left}
          right={ingress && ingress.length > 0 ? null : right}
          pairs={pairs(egress)}
        />
      ) : null}
    </Box>
  );
}

function pairOf({ line, index }: Numbered, drift: DriftDetail, asOf: Date): Pair {
  const ground = line.kind === 'undeclared' ? 'fail' : line.kind === 'different' ? 'differ' : undefined;
  return {
    key: String(index),
    left: <CodeSide line={line} drift={drift} />,
    between: between[line.kind],
    right: <CloudSide line={line} index={index} drift={drift} asOf={asOf} />,
    ...(ground ? { ground } : {}),
  };
}

const between: Record<DriftLine['kind'], ReactNode> = {
  equal: <StateText state="equal" />,
  different: <StateChip state="different" />,
  undeclared: <StateChip state="undeclared" />,
  missing: <StateChip state="undeployed" />,
  unresolved: <StateChip state="unknown" label="Unresolved" />,
  tolerated: <StateText state="na" label="Left alone" />,
};

function CodeSide({ line, drift }: { line: DriftLine; drift: DriftDetail }) {
  const { declared, unresolved } = line;
  if (declared) {
    return (
      <SideCells
        first={portWords(declared)}
        second={peerWords(declared.peer, drift.body.peers)}
        note={declared.description}
        end={<CodePlace file={declared.at.file} line={declared.at.line} home={drift.body.declared.at.file} />}
        differs={line.kind === 'different'}
      />
    );
  }
  if (unresolved) {
    return (
      <>
        <span className="mono grow clip" title={unresolved.expression}>
          {unresolved.what}: {unresolved.expression}
        </span>
        <CodePlace file={unresolved.at.file} line={unresolved.at.line} home={drift.body.declared.at.file} />
      </>
    );
  }
  return <span className="t3">{line.kind === 'tolerated' ? 'not in code, which leaves it alone' : 'not in code'}</span>;
}

function CodePlace({ file, line, home }: { file: string; line: number; home: string }) {
  const name = file === home ? '' : (file.split('/').at(-1) ?? '');
  return (
    <SafeLink href="#code" className="link mono" title={`${file}:${line}`}>
      {name}:{line}
    </SafeLink>
  );
}

function CloudSide({ line, index, drift, asOf }: { line: DriftLine; index: number; drift: DriftDetail; asOf: Date }) {
  const { observed } = line;
  if (!observed) {
    const words = line.kind === 'unresolved' ? 'nothing that it may stand for' : 'not in the cloud';
    return (
      <>
        <span className="t3 grow">{words}</span>
        <span className="t3 small" data-hide-below={600}>
          <Moved line={line} index={index} drift={drift} asOf={asOf} />
        </span>
      </>
    );
  }
  return (
    <SideCells
      first={portWords(observed)}
      second={peerWords(observed.peer, drift.body.peers)}
      note={observed.description}
      end={<Moved line={line} index={index} drift={drift} asOf={asOf} />}
      differs={line.kind === 'different'}
    />
  );
}

/** When a rule was first seen; where the sides differ, which moved last, when, and through whom. */
function Moved({ line, index, drift, asOf }: { line: DriftLine; index: number; drift: DriftDetail; asOf: Date }) {
  if (line.ahead && line.since) {
    const who = drift.evidence.find((one) => one.line === index && one.certainty !== 'none')?.who;
    return (
      <span title={line.why}>
        {line.ahead} ahead, <Stamp at={line.since} asOf={asOf} />
        {line.orEarlier ? ' or earlier' : ''}
        {who ? ` by ${who}` : ''}
      </span>
    );
  }
  if (!line.observed?.firstSeen) return null;
  return (
    <>
      first seen <Stamp at={line.observed.firstSeen} form="date" asOf={asOf} />
    </>
  );
}

function directionOf({ declared, observed, unresolved }: DriftLine): 'ingress' | 'egress' {
  return (declared ?? observed ?? unresolved?.known)?.direction ?? 'ingress';
}

function tally(some: readonly Numbered[]): string {
  if (some.length === 0) return 'nothing differs';
  const equal = some.filter(({ line }) => line.kind === 'equal').length;
  const differ = some.filter(({ line }) => line.ahead !== null).length;
  const rest = some.length - equal - differ;
  const count = some.length === 1 ? '1 rule' : `${some.length} rules`;
  if (differ + rest === 0) return `${count}, equal`;
  return [count, `${equal} equal`, `${differ} differ`, rest > 0 ? `${rest} not compared` : '']
    .filter(Boolean)
    .join(', ');
}
