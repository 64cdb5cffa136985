import { leafPayload, type SealedEvent, saltOf } from './leaf-payload';
import type { LogProblem } from './log-problem';

/** A leaf as it is stored, beside the event that it should be of. */
export interface StoredLeaf {
  index: number;
  eventId: string;
  payload: string;
  /** Null when the row is gone */
  event: SealedEvent | null;
}

const exactly = (index: number) => ({ index, last: index });

/** What is wrong with a leaf beside its event, its hash apart; null when nothing is. Where a leaf has moved, `from` is its place. */
export function checkLeaf(leaf: StoredLeaf): (LogProblem & { from?: number }) | null {
  const { index, payload, event } = leaf;
  if (event && leafPayload(event, index, saltOf(payload)) === payload) return null;
  const said = parse(payload);
  if (!said) return { what: 'edited', ...exactly(index), text: `Leaf ${index} cannot be read` };
  if (typeof said.leaf === 'number' && said.leaf !== index && said.leaf >= 0)
    return {
      what: 'reordered',
      ...exactly(Math.min(index, said.leaf)),
      text: `Leaf ${index} says that it is leaf ${said.leaf}`,
      from: said.leaf,
    };
  if (said.id !== leaf.eventId)
    return {
      what: 'edited',
      ...exactly(index),
      text: `Leaf ${index} is of event ${said.id} and stands for ${leaf.eventId}`,
    };
  if (!event) return { what: 'deleted', ...exactly(index), text: `Event ${leaf.eventId} of leaf ${index} is gone` };
  const stands = parse(leafPayload(event, index, saltOf(payload))) ?? {};
  const fields = Object.keys({ ...said, ...stands }).filter((field) => said[field] !== stands[field]);
  if (fields.includes('at') && String(stands.at) < String(said.at))
    return {
      what: 'back-dated',
      ...exactly(index),
      text: `Event ${leaf.eventId} is dated ${stands.at}; its leaf says ${said.at}`,
    };
  return {
    what: 'edited',
    ...exactly(index),
    text: `Event ${leaf.eventId} and its leaf differ in ${fields.join(', ') || 'how they are written'}`,
  };
}

function parse(payload: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
