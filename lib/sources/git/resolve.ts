import { type Expression, NotPlain, parseExpression } from '@/lib/sources/git/expression';
import { applyFilter } from '@/lib/sources/git/filters';
import { type Located, list, type Spot, scalar } from '@/lib/sources/git/located';

/** What a name stands for where it is used; `unknown`: it is made at run time, or several values are possible. */
export type Scope = (name: string) => Located | 'unknown' | undefined;

/** What a value stands for, as far as it can be told without running the code. */
export type Resolved =
  /** `via`: where the variables stand that it was made of */
  | { is: 'known'; node: Located; via: readonly Spot[] }
  /** `| default(omit)`: as if the argument were not there */
  | { is: 'omitted' }
  /** No file of the repository defines it */
  | { is: 'undefined'; expression: string }
  | { is: 'unknown'; expression: string };

const deepest = 30;
const whole = /^\s*\{\{((?:(?!\}\}|\{\{)[\s\S])*)\}\}\s*$/;
const parts = /\{\{((?:(?!\}\}|\{\{)[\s\S])*)\}\}/g;

/** Resolves a value one level deep: the members of a list or map are resolved when they are used. */
export function resolve(node: Located, scope: Scope, depth = 0): Resolved {
  if (node.kind === 'opaque') return { is: 'unknown', expression: node.expression };
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return { is: 'known', node, via: [] };
  const text = node.value;
  if (!text.includes('{{') && !text.includes('{%')) return { is: 'known', node, via: [] };
  const unknown: Resolved = { is: 'unknown', expression: text.slice(0, 500) };
  if (depth > deepest || text.includes('{%')) return unknown;
  const only = whole.exec(text)?.[1];
  if (only !== undefined) return withText(evaluateText(only, node, scope, depth), text);
  const via: Spot[] = [];
  let problem: Resolved | null = null;
  const joined = text.replace(parts, (_, inner: string) => {
    const result = withText(evaluateText(inner, node, scope, depth), text);
    if (result.is === 'known' && result.node.kind === 'scalar') {
      via.push(...result.via);
      return String(result.node.value ?? '');
    }
    problem ??= result.is === 'undefined' ? result : unknown;
    return '';
  });
  return problem ?? { is: 'known', node: scalar(joined, node), via };
}

function withText(result: Resolved, text: string): Resolved {
  return result.is === 'known' || result.is === 'omitted' ? result : { is: result.is, expression: text.slice(0, 500) };
}

function evaluateText(text: string, spot: Spot, scope: Scope, depth: number): Resolved {
  try {
    return evaluate(parseExpression(text), { spot, scope, depth });
  } catch (error) {
    if (error instanceof NotPlain) return { is: 'unknown', expression: text };
    throw error;
  }
}

interface Where {
  spot: Spot;
  scope: Scope;
  depth: number;
}

function known(node: Located, ...from: readonly Resolved[]): Resolved {
  return { is: 'known', node, via: from.flatMap((one) => (one.is === 'known' ? one.via : [])) };
}

function evaluate(expression: Expression, where: Where): Resolved {
  const { spot } = where;
  switch (expression.kind) {
    case 'literal':
      return known(scalar(expression.value, spot));
    case 'list': {
      const items = expression.items.map((item) => evaluate(item, where));
      const nodes = items.flatMap((item) => (item.is === 'known' ? [item.node] : []));
      return nodes.length === items.length ? known(list(nodes, spot), ...items) : { is: 'unknown', expression: '' };
    }
    case 'name': {
      if (expression.name === 'omit') return { is: 'omitted' };
      const found = where.scope(expression.name);
      if (found === undefined) return { is: 'undefined', expression: expression.name };
      return found === 'unknown' ? { is: 'unknown', expression: expression.name } : reach(found, where);
    }
    case 'member':
      return memberOf(evaluate(expression.of, where), evaluate(expression.name, where), where);
    case 'filter': {
      const args = expression.args.map((arg) => evaluate(arg, where));
      return applyFilter(expression.name, evaluate(expression.of, where), args, spot);
    }
    case 'binary':
      return binary(expression, where);
    case 'not':
      return truth(evaluate(expression.of, where), where, (value) => !value);
    case 'defined': {
      const of = evaluate(expression.of, where);
      if (of.is === 'unknown') return of;
      return known(scalar((of.is !== 'undefined') === expression.expected, spot));
    }
    case 'choice': {
      const test = truthOf(evaluate(expression.test, where));
      if (test === null) return { is: 'unknown', expression: '' };
      if (test) return evaluate(expression.then, where);
      return expression.otherwise ? evaluate(expression.otherwise, where) : { is: 'undefined', expression: '' };
    }
  }
}

/** The value of a variable, with the place where it stands. */
function reach(node: Located, where: Where): Resolved {
  const result = resolve(node, where.scope, where.depth + 1);
  return result.is === 'known' ? { ...result, via: [node, ...result.via] } : result;
}

function memberOf(of: Resolved, name: Resolved, where: Where): Resolved {
  if (of.is !== 'known') return of;
  if (name.is !== 'known' || name.node.kind !== 'scalar') return { is: 'unknown', expression: '' };
  const key = String(name.node.value);
  if (of.node.kind === 'map') {
    const found = of.node.entries.get(key);
    return found ? withVia(reach(found, where), of.via) : { is: 'undefined', expression: key };
  }
  const found = of.node.kind === 'list' ? of.node.items[Number(key)] : undefined;
  return found ? withVia(reach(found, where), of.via) : { is: 'unknown', expression: key };
}

/** A member's own place says more than that of the map which it was taken from. */
function withVia(result: Resolved, via: readonly Spot[]): Resolved {
  return result.is === 'known' ? { ...result, via: [...via.slice(0, -1), ...result.via] } : result;
}

function binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, where: Where): Resolved {
  const a = evaluate(left, where);
  if (operator === 'and' || operator === 'or') {
    const test = truthOf(a);
    if (test === null) return { is: 'unknown', expression: '' };
    return test === (operator === 'or') ? a : evaluate(right, where);
  }
  const b = evaluate(right, where);
  if (a.is !== 'known' || b.is !== 'known') return a.is === 'known' ? b : a;
  if (operator === 'in' || operator === 'not in') {
    const inside = contains(b.node, a.node);
    return inside === null
      ? { is: 'unknown', expression: '' }
      : known(scalar(inside === (operator === 'in'), where.spot), a, b);
  }
  if (a.node.kind === 'list' && b.node.kind === 'list' && operator === '+')
    return known(list([...a.node.items, ...b.node.items], where.spot), a, b);
  if (a.node.kind !== 'scalar' || b.node.kind !== 'scalar') return { is: 'unknown', expression: '' };
  const [x, y] = [a.node.value, b.node.value];
  if (operator === '==' || operator === '!=') return known(scalar((x === y) === (operator === '=='), where.spot), a, b);
  if (operator === '+' && typeof x === 'number' && typeof y === 'number') return known(scalar(x + y, where.spot), a, b);
  return known(scalar(`${x ?? ''}${y ?? ''}`, where.spot), a, b);
}

function contains(whole: Located, part: Located): boolean | null {
  if (part.kind !== 'scalar') return null;
  const text = String(part.value);
  if (whole.kind === 'map') return whole.entries.has(text);
  if (whole.kind === 'scalar' && typeof whole.value === 'string') return whole.value.includes(text);
  if (whole.kind !== 'list' || whole.items.some((item) => item.kind !== 'scalar')) return null;
  return whole.items.some((item) => item.kind === 'scalar' && item.value === part.value);
}

function truth(of: Resolved, where: Where, say: (value: boolean) => boolean): Resolved {
  const value = truthOf(of);
  return value === null ? { is: 'unknown', expression: '' } : known(scalar(say(value), where.spot), of);
}

/** Whether something is true, as Python has it; null where it cannot be told. */
function truthOf(of: Resolved): boolean | null {
  if (of.is !== 'known') return null;
  const { node } = of;
  if (node.kind === 'list') return node.items.length > 0;
  if (node.kind === 'map') return node.entries.size > 0;
  if (node.kind === 'opaque') return null;
  if (typeof node.value !== 'string') return Boolean(node.value);
  return node.value !== '';
}
