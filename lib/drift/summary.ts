import { isWorld } from '@/lib/drift/cidr';
import { trafficWords } from '@/lib/drift/rule-words';
import type { DriftComparison, DriftLine } from '@/lib/resources/drift-comparison';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** The worst difference in one sentence, and how many more there are; null when nothing differs. `lines`: worst first. */
export function summaryOf(presence: DriftComparison['presence'], lines: readonly DriftLine[]): string | null {
  if (presence === 'code-only') return 'Declared, but not in the cloud';
  if (presence === 'absent') return 'In the cloud, though the code says it should not exist';
  const [worst] = lines;
  if (!worst) return null;
  const more = lines.length - 1;
  return `${sentence(worst)}${more === 0 ? '' : `, and ${more} more`}`;
}

function sentence({ kind, declared, observed }: DriftLine): string {
  if (kind === 'different' && declared && observed) {
    return `${ruleWords(observed)} instead of ${declared.peer}`;
  }
  if (observed) return `${ruleWords(observed)}, undeclared`;
  return declared ? `${ruleWords(declared)}, missing in the cloud` : '';
}

/** `Port 8443 open to 0.0.0.0/0`, `Outbound port 5432 to 10.1.0.0/16`, `Port 22 from 10.20.8.0/24`. */
function ruleWords(rule: SecurityGroupRule): string {
  const traffic = trafficWords(rule);
  if (rule.direction === 'egress') {
    const words = /^[A-Z]{2}/.test(traffic) ? traffic : `${traffic[0]?.toLowerCase()}${traffic.slice(1)}`;
    return `Outbound ${words} to ${rule.peer}`;
  }
  return isWorld(rule.peer) ? `${traffic} open to ${rule.peer}` : `${traffic} from ${rule.peer}`;
}
