import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import { type Located, list, map, scalar } from '@/lib/sources/git/located';
import { uploadLimits } from '@/lib/upload-limits';

/** Why a file is no readable YAML. */
export class YamlProblem extends Error {
  override name = 'YamlProblem';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Aliases count as often as they are used: a small file must not become a large one. */
const { yamlNodes: mostNodes, yamlDepth: deepest } = uploadLimits;

const opaqueTags = ['!vault', '!vault-encrypted'].map((tag) => ({ tag, resolve: (text: string) => text }));
const unsafeTag = { tag: '!unsafe', resolve: (text: string) => text };

/** The documents of a YAML 1.1 file, each value with its line, as Ansible reads it; throws `YamlProblem`. */
export function readYaml(file: string, text: string): Located[] {
  refuseDepth(text);
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    lineCounter,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
    customTags: [...opaqueTags, unsafeTag],
  });
  const documents: Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const [wrong] = documents.flatMap((document) => document.errors);
  if (wrong) throw new YamlProblem(wrong.message, lineCounter.linePos(wrong.pos[0]).line);
  return documents.flatMap((document) =>
    document.contents
      ? [
          locate(
            document.contents,
            { file, lineCounter, anchors: anchorsOf(document, lineCounter), budget: { left: mostNodes } },
            0,
          ),
        ]
      : [],
  );
}

/** Parsers recurse, and one that runs out of stack may take the process with it: so depth is bounded before. */
function refuseDepth(text: string): void {
  let open = 0;
  let line = 1;
  for (const [found] of text.matchAll(/[[{\]}\n]|^[ \t?-]{1000}/gm)) {
    if (found === '\n') line += 1;
    else if (found === '[' || found === '{') open += 1;
    else if (found === ']' || found === '}') open = Math.max(0, open - 1);
    if (open > 500 || found.length > 1) throw new YamlProblem('The file is nested too deeply to be read', line);
  }
}

interface Reading {
  file: string;
  lineCounter: LineCounter;
  /** What each alias stands for, looked up once: it walks through the document */
  anchors: ReadonlyMap<Alias, Node | undefined>;
  budget: { left: number };
}

/** The aliases of a document; throws `YamlProblem` when there are more than somebody writes. */
function anchorsOf(document: Document.Parsed, lineCounter: LineCounter): Reading['anchors'] {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_key, alias) => void aliases.push(alias) });
  const tooMany = aliases[uploadLimits.yamlAliases];
  if (tooMany) {
    const { line } = lineCounter.linePos(tooMany.range?.[0] ?? 0);
    throw new YamlProblem(`The file has more than ${uploadLimits.yamlAliases} aliases`, line);
  }
  return new Map(aliases.map((alias) => [alias, alias.resolve(document)]));
}

function locate(node: Node, reading: Reading, depth: number): Located {
  const spot = { file: reading.file, line: reading.lineCounter.linePos(node.range?.[0] ?? 0).line };
  reading.budget.left -= 1;
  if (reading.budget.left < 0) throw new YamlProblem(`The file holds more than ${mostNodes} values`, spot.line);
  if (depth > deepest) throw new YamlProblem('The file is nested too deeply to be read', spot.line);
  if (isAlias(node)) {
    const target = reading.anchors.get(node);
    if (!target) throw new YamlProblem(`The anchor ${node.source} is not known`, spot.line);
    return locate(target, reading, depth + 1);
  }
  if (isSeq(node)) {
    return list(
      node.items.flatMap((item) => (isPair(item) || !item ? [] : [locate(item as Node, reading, depth + 1)])),
      spot,
    );
  }
  if (isMap(node)) return map(entriesOf(node.items, reading, depth), spot);
  if (!isScalar(node)) return { kind: 'opaque', expression: '?', ...spot };
  const own = node.tag?.startsWith('!') && node.tag !== '!unsafe';
  if (own) return { kind: 'opaque', expression: node.tag ?? '', ...spot };
  const { value } = node;
  const plain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar(plain ? value : (node.source ?? String(value)), spot);
}

/** The members of a map; what is merged by `<<` stands behind what the map says itself. */
function entriesOf(pairs: readonly unknown[], reading: Reading, depth: number): [string, Located][] {
  const own: [string, Located][] = [];
  const merged: [string, Located][] = [];
  for (const pair of pairs) {
    if (!isPair(pair)) continue;
    const value = pair.value ? locate(pair.value as Node, reading, depth + 1) : undefined;
    const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : '?';
    if (key === '<<' && value) {
      for (const from of value.kind === 'list' ? value.items.toReversed() : [value]) {
        if (from.kind === 'map') merged.push(...from.entries);
      }
    } else {
      const line = reading.lineCounter.linePos((pair.key as Node | null)?.range?.[0] ?? 0).line;
      own.push([key, value ?? scalar(null, { file: reading.file, line })]);
    }
  }
  return [...merged, ...own];
}
