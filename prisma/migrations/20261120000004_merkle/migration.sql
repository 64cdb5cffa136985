-- The audit log proves itself: a Merkle tree (RFC 6962) over its events, and signed checkpoints of size and root.

-- Events that have no leaf yet. A queue and not a cursor: an event that commits late is found late and never passed over,
-- and numbers of transactions, which a restored dump does not keep, play no part.
CREATE TABLE audit_pending (
  event_id bigint PRIMARY KEY
);

-- As its owner, so that who may add events needs no right on the queue; pg_temp last, so that nobody puts a table before it.
CREATE FUNCTION queue_audit_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN INSERT INTO audit_pending SELECT id FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_event_queued AFTER INSERT ON audit_event REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION queue_audit_events();
INSERT INTO audit_pending SELECT id FROM audit_event;

-- Leaves, from 0, without a gap. No foreign key to the event: what retention takes away leaves a hole that can be proven.
CREATE TABLE audit_leaf (
  leaf_index bigint PRIMARY KEY,
  event_id bigint NOT NULL UNIQUE,
  -- canonical JSON (RFC 8785) of the event with its index and a random salt: these bytes are the evidence
  payload text NOT NULL,
  -- SHA-256 of 0x00 and the payload
  leaf_hash bytea NOT NULL
);

-- Full subtrees of 2^level leaves, level 6 and up; smaller ones are made of leaves when they are asked for.
CREATE TABLE audit_node (
  level integer NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, index)
);

-- Public keys that sign checkpoints, the latest last. The private ones are files of the worker.
CREATE TABLE audit_key (
  id text PRIMARY KEY,
  -- name+id+base64 (C2SP signed-note)
  public_key text NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

-- Numbered from 1 without a gap. The columns repeat the note, which alone is signed.
CREATE TABLE audit_checkpoint (
  id bigint PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  -- id of the key that this one announces
  next_key text,
  note text NOT NULL
);
CREATE INDEX audit_checkpoint_size ON audit_checkpoint (size, id);
CREATE INDEX audit_checkpoint_next_key ON audit_checkpoint (next_key, id) WHERE next_key IS NOT NULL;

-- Checkpoints carried out of the house. Operational: updated in place.
CREATE TABLE audit_witness (
  -- folder, git, webhook, and where
  witness text NOT NULL,
  checkpoint_id bigint NOT NULL,
  tries integer NOT NULL,
  tried_at timestamptz(3) NOT NULL,
  delivered_at timestamptz(3),
  problem text,
  PRIMARY KEY (witness, checkpoint_id)
);
CREATE INDEX audit_witness_open ON audit_witness (witness, checkpoint_id) WHERE delivered_at IS NULL;
CREATE INDEX audit_witness_delivered ON audit_witness (delivered_at DESC) WHERE delivered_at IS NOT NULL;

CREATE TRIGGER audit_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_node_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_node
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
