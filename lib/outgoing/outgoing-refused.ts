/** A connection that is not made, or is cut: where to, is nobody's business but the log's. The message names no address. */
export class OutgoingRefused extends Error {
  override name = 'OutgoingRefused';
}
