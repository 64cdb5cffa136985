/** The plain part of Jinja that code declares groups with; whatever goes beyond it is not resolved. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'name'; name: string }
  | { kind: 'member'; of: Expression; name: Expression }
  | { kind: 'filter'; of: Expression; name: string; args: Expression[] }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'defined'; of: Expression; expected: boolean }
  | { kind: 'choice'; test: Expression; then: Expression; otherwise: Expression | null };
type Operator = '+' | '~' | '==' | '!=' | 'in' | 'not in' | 'and' | 'or';

/** Thrown for what is not plain; the text is then kept as it stands. */
export class NotPlain extends Error {
  override name = 'NotPlain';
}

const token = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+)|([A-Za-z_]\w*)|(==|!=|[|.[\](),+~]))/y;

/** Parses what stands between `{{` and `}}`; throws `NotPlain` for what goes beyond the plain part. */
export function parseExpression(text: string): Expression {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (!match) throw new NotPlain(text);
    tokens.push(match[0].trim());
  }
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at];
  const take = () => tokens[at++] ?? '';
  const accept = (word: string) => peek() === word && take() !== '';
  const expect = (word: string) => {
    if (!accept(word)) throw new NotPlain(text);
  };

  function choice(): Expression {
    depth += 1;
    if (depth > 50) throw new NotPlain(text);
    const then = or();
    depth -= 1;
    if (!accept('if')) return then;
    const test = or();
    return { kind: 'choice', test, then, otherwise: accept('else') ? choice() : null };
  }
  const or = () => chain(and, ['or']);
  const and = () => chain(negation, ['and']);
  function negation(): Expression {
    return accept('not') ? { kind: 'not', of: negation() } : comparison();
  }
  function comparison(): Expression {
    const left = sum();
    if (accept('is')) {
      const expected = !accept('not');
      const word = take();
      if (word !== 'defined' && word !== 'undefined') throw new NotPlain(text);
      return { kind: 'defined', of: left, expected: expected === (word === 'defined') };
    }
    const operator = accept('not') ? `not ${take()}` : ['==', '!=', 'in'].includes(peek() ?? '') ? take() : null;
    if (operator === null) return left;
    if (operator.startsWith('not ') && operator !== 'not in') throw new NotPlain(text);
    return { kind: 'binary', operator: operator as Operator, left, right: sum() };
  }
  const sum = () => chain(filtered, ['+', '~']);
  function chain(next: () => Expression, operators: Operator[]): Expression {
    let left = next();
    for (let word = peek(); operators.includes(word as Operator); word = peek()) {
      take();
      left = { kind: 'binary', operator: word as Operator, left, right: next() };
    }
    return left;
  }
  function filtered(): Expression {
    let of = postfix();
    while (accept('|')) {
      const name = take();
      of = { kind: 'filter', of, name, args: accept('(') ? until(')') : [] };
    }
    return of;
  }
  function postfix(): Expression {
    let of = primary();
    for (;;) {
      if (accept('.')) of = { kind: 'member', of, name: { kind: 'literal', value: take() } };
      else if (accept('[')) {
        of = { kind: 'member', of, name: choice() };
        expect(']');
      } else if (peek() === '(') throw new NotPlain(text);
      else return of;
    }
  }
  function primary(): Expression {
    const word = take();
    if (word === '(') {
      const inner = choice();
      expect(')');
      return inner;
    }
    if (word === '[') return { kind: 'list', items: until(']') };
    if (/^["']/.test(word)) return { kind: 'literal', value: word.slice(1, -1).replace(/\\(.)/g, '$1') };
    if (/^\d/.test(word)) return { kind: 'literal', value: Number(word) };
    if (Object.hasOwn(constants, word)) return { kind: 'literal', value: constants[word] ?? null };
    if (/^[A-Za-z_]/.test(word)) return { kind: 'name', name: word };
    throw new NotPlain(text);
  }
  function until(end: string): Expression[] {
    const items: Expression[] = [];
    if (accept(end)) return items;
    do items.push(choice());
    while (accept(','));
    expect(end);
    return items;
  }

  const whole = choice();
  if (at < tokens.length) throw new NotPlain(text);
  return whole;
}

const constants: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};
