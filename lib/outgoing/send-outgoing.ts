import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { OutgoingAgent } from '@/lib/outgoing/outgoing-agent';

export interface Outgoing {
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

const agent = new OutgoingAgent();

/**
 * Sends one request to an address that a person entered and gives the status alone: what the other side says is read to
 * its end, within the limits of `OutgoingAgent`, and shown to nobody. A redirect is a status like any other.
 */
export async function sendOutgoing(address: string, { method, headers = {}, body, signal }: Outgoing): Promise<number> {
  const url = new URL(address);
  const request = url.protocol === 'https:' ? requestSecurely : requestPlainly;
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    const asked = request(url, { agent, method, headers: { ...headers }, ...(signal ? { signal } : {}) }, done);
    asked.once('error', fail);
    asked.end(body);
  });
  const { socket } = answer;
  try {
    for await (const _chunk of answer);
  } catch (error) {
    // What is read says no more than that it was cut; why, says its connection.
    throw socket.errored ?? error;
  }
  return answer.statusCode ?? 0;
}
