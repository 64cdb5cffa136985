-- The audit log in months, so that retention takes a month away as a whole, and leaves a hole that can be proven.

DROP TRIGGER audit_event_queued ON audit_event;
ALTER TABLE audit_event RENAME TO audit_event_before;
ALTER TABLE audit_leaf RENAME TO audit_leaf_before;
ALTER INDEX audit_event_pkey RENAME TO audit_event_before_pkey;
ALTER INDEX audit_leaf_pkey RENAME TO audit_leaf_before_pkey;
DROP INDEX audit_event_at, audit_event_people, audit_event_actor, audit_event_object, audit_event_request;

CREATE SEQUENCE audit_event_number AS bigint;
CREATE TABLE audit_event (
  id bigint NOT NULL DEFAULT nextval('audit_event_number'),
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'token', 'job', 'operator', 'anonymous')),
  actor_id text,
  actor text NOT NULL,
  action text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  object_kind text NOT NULL,
  object_id text,
  object text,
  before text,
  after text,
  reason text,
  address text,
  request_id text NOT NULL,
  -- what the actor reached then: facilities, separated by a comma; * is everything, null is somebody without a reach
  reach text,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_event_number OWNED BY audit_event.id;

CREATE INDEX audit_event_at ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_people ON audit_event (at DESC, id DESC) WHERE actor_kind <> 'job';
CREATE INDEX audit_event_actor ON audit_event (actor, at DESC, id DESC);
CREATE INDEX audit_event_action ON audit_event (action, at DESC, id DESC);
CREATE INDEX audit_event_object ON audit_event (object_id, at DESC, id DESC) WHERE object_id IS NOT NULL;
CREATE INDEX audit_event_kind ON audit_event (object_kind, at DESC, id DESC);
CREATE INDEX audit_event_address ON audit_event (address, at DESC, id DESC) WHERE address IS NOT NULL;
CREATE INDEX audit_event_request ON audit_event (request_id);
CREATE INDEX audit_event_reach ON audit_event (reach, at DESC, id DESC) WHERE reach IS NOT NULL AND reach <> '*';
CREATE INDEX audit_event_not_done ON audit_event (outcome, at DESC, id DESC) WHERE outcome <> 'done';
-- Free text, where pg_trgm may be had; the list searches by the same expression. Without request ids, which have an index of
-- their own and fill this one with noise.
DO $$ BEGIN
  CREATE INDEX audit_event_text ON audit_event USING gin ((actor || ' ' || action || ' ' || object_kind || ' ' || coalesce(object, '') || ' ' ||
    coalesce(object_id, '') || ' ' || coalesce(reason, '') || ' ' || coalesce(address, '')) gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'pg_trgm is not available: free text without it';
END $$;

-- A leaf lies in the month of its event, with which it is kept and goes. That an index occurs once, verification checks.
CREATE TABLE audit_leaf (
  leaf_index bigint NOT NULL,
  event_id bigint NOT NULL,
  -- the time of its event
  at timestamptz(3) NOT NULL,
  -- canonical JSON (RFC 8785) of the event with its index and a random salt: these bytes are the evidence
  payload text NOT NULL,
  -- SHA-256 of 0x00 and the payload
  leaf_hash bytea NOT NULL,
  PRIMARY KEY (leaf_index, at),
  UNIQUE (event_id, at)
) PARTITION BY RANGE (at);

ALTER TABLE audit_pending ADD COLUMN at timestamptz(3);
UPDATE audit_pending p SET at = e.at FROM audit_event_before e WHERE e.id = p.event_id;
ALTER TABLE audit_pending ALTER COLUMN at SET NOT NULL;

-- Hashes of leaves whose payloads were taken away: those of up to 64 leaves that follow each other, none across a multiple of 64.
CREATE TABLE audit_erased (
  first_index bigint PRIMARY KEY,
  hashes bytea NOT NULL
);

-- Which event of the log says that these leaves were taken away; where that event goes itself, a later one says it again.
CREATE TABLE audit_hole (
  event_id bigint NOT NULL,
  event_at timestamptz(3) NOT NULL,
  first_leaf bigint NOT NULL,
  last_leaf bigint NOT NULL,
  PRIMARY KEY (event_id, first_leaf)
);

-- What must not be deleted, whatever its age; a condition that is null holds for every event. Nothing is updated but its end.
CREATE TABLE audit_hold (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  reason text NOT NULL,
  actor text,
  action text,
  object_kind text,
  object_id text,
  from_at timestamptz(3),
  to_at timestamptz(3),
  placed_by text NOT NULL,
  placed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  lifted_by text,
  lifted_at timestamptz(3)
);

-- A verification that somebody asked for. Operational: updated in place.
CREATE TABLE audit_verification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz(3),
  heartbeat_at timestamptz(3),
  finished_at timestamptz(3),
  leaves_done bigint NOT NULL DEFAULT 0,
  leaves bigint,
  problems integer,
  first_problem text,
  -- the last checkpoint that the log was held against
  checkpoint_id bigint
);
CREATE UNIQUE INDEX audit_verification_open ON audit_verification ((true)) WHERE finished_at IS NULL;

-- Both tables' partitions of a month, with the guard that a statement on the parent alone would not meet. LIKE and ATTACH,
-- for PARTITION OF would lock every reader and writer out.
CREATE FUNCTION ensure_audit_month(moment timestamptz) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE month timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
        first timestamptz := month AT TIME ZONE 'UTC';
        beyond timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
        parent text;
        label text;
BEGIN
  IF to_regclass('audit_leaf_' || to_char(month, 'YYYY_MM')) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(72707371);
  -- What came before its month was made stays where it is: nothing is moved in a log.
  IF EXISTS (SELECT FROM audit_event_default WHERE at >= first AND at < beyond)
    OR EXISTS (SELECT FROM audit_leaf_default WHERE at >= first AND at < beyond) THEN RETURN; END IF;
  FOREACH parent IN ARRAY ARRAY['audit_event', 'audit_leaf'] LOOP
    label := parent || '_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass(label) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', label, parent);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
      label || '_append_only', label);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, label,
      first, beyond);
  END LOOP;
-- Months are made two ahead: while somebody reads all of the log, the next hour is soon enough.
EXCEPTION WHEN lock_not_available THEN RAISE NOTICE 'the audit log is being read: its month is made later';
END $$;

-- What comes at a time that has no month yet, which no event of now does, is kept rather than refused.
CREATE TABLE audit_event_default PARTITION OF audit_event DEFAULT;
CREATE TABLE audit_leaf_default PARTITION OF audit_leaf DEFAULT;
SELECT ensure_audit_month(month AT TIME ZONE 'UTC') FROM generate_series(
  date_trunc('month', coalesce((SELECT min(at) FROM audit_event_before), now()) AT TIME ZONE 'UTC'),
  date_trunc('month', now() AT TIME ZONE 'UTC') + interval '2 months', '1 month') AS month;

INSERT INTO audit_event (id, at, actor_kind, actor_id, actor, action, outcome, object_kind, object_id, object, before, after, reason, address, request_id)
  SELECT id, at, actor_kind, actor_id, actor, action, outcome, object_kind, object_id, object, before, after, reason, address, request_id FROM audit_event_before;
INSERT INTO audit_leaf (leaf_index, event_id, at, payload, leaf_hash)
  SELECT l.leaf_index, l.event_id, e.at, l.payload, l.leaf_hash FROM audit_leaf_before l JOIN audit_event_before e ON e.id = l.event_id;
SELECT setval('audit_event_number', greatest((SELECT max(id) FROM audit_event), 1), EXISTS (SELECT FROM audit_event));
DROP TABLE audit_leaf_before, audit_event_before;

CREATE OR REPLACE FUNCTION queue_audit_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN INSERT INTO audit_pending (event_id, at) SELECT id, at FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_event_queued AFTER INSERT ON audit_event REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION queue_audit_events();

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event_default
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf_default
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_erased_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_erased
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_hole_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_hole
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Writes one event and waits for a lock for at most so long: a locked log hangs nobody. With the rights of the caller.
CREATE FUNCTION write_audit_event(actor_kind text, actor_id text, actor text, action text, outcome text, object_kind text, object_id text,
  object text, before text, after text, reason text, address text, request_id text, reach text)
  RETURNS void LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
BEGIN
  INSERT INTO audit_event VALUES (DEFAULT, DEFAULT, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
END $$;

-- Hashes of the leaves from `since` up to, but not with, `until`, whether their payloads are there or not.
CREATE FUNCTION audit_hashes(since bigint, until bigint) RETURNS TABLE (leaf_index bigint, leaf_hash bytea) LANGUAGE sql STABLE AS $$
  SELECT l.leaf_index, l.leaf_hash FROM audit_leaf l WHERE l.leaf_index >= since AND l.leaf_index < until
  UNION ALL
  SELECT e.first_index + n, substring(e.hashes FROM 32 * n + 1 FOR 32)
  FROM audit_erased e CROSS JOIN LATERAL generate_series(0, octet_length(e.hashes) / 32 - 1) n
  WHERE e.first_index > since - 64 AND e.first_index < until AND e.first_index + n >= since AND e.first_index + n < until
$$;

-- How long the log is kept, in days: never less than six years.
CREATE FUNCTION audit_retention_days() RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT greatest(2192, coalesce((SELECT value::integer FROM setting WHERE key = 'audit.retention-days'), 2192))
$$;

-- From the first month to the end of the last: a list within it leaves the default partition out, and reads month by month,
-- the latest first. Everything, where an event came without a month.
CREATE FUNCTION audit_span() RETURNS TABLE (since timestamptz, until timestamptz) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
  SELECT coalesce(min(month), '-infinity')::timestamp AT TIME ZONE 'UTC', coalesce(max(month) + interval '1 month', 'infinity') AT TIME ZONE 'UTC'
  FROM (SELECT to_date(right(c.relname, 7), 'YYYY_MM')::timestamp AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_event'::regclass AND c.relname ~ '^audit_event_\d{4}_\d{2}$') months
  WHERE NOT EXISTS (SELECT FROM audit_event_default)
$$;

-- Whether a hold that stands matches any event of the month.
CREATE FUNCTION is_audit_month_held(month date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM audit_hold h WHERE h.lifted_at IS NULL AND EXISTS (
    SELECT FROM audit_event e WHERE e.at >= month::timestamp AT TIME ZONE 'UTC' AND e.at < (month + interval '1 month') AT TIME ZONE 'UTC'
      AND (h.actor IS NULL OR e.actor = h.actor) AND (h.action IS NULL OR e.action = h.action)
      AND (h.object_kind IS NULL OR e.object_kind = h.object_kind) AND (h.object_id IS NULL OR e.object_id = h.object_id)
      AND (h.from_at IS NULL OR e.at >= h.from_at) AND (h.to_at IS NULL OR e.at < h.to_at)))
$$;

-- Takes a month away: hashes of its leaves stay, and the event that was written just before in this transaction says so.
-- The one way to drop a partition for a role that owns none: age, holds and the event are checked here, not by the caller.
CREATE FUNCTION erase_audit_month(month date) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE first timestamptz := month::timestamp AT TIME ZONE 'UTC';
        beyond timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
        label text := to_char(month, 'YYYY_MM');
        said audit_event;
BEGIN
  IF month <> date_trunc('month', month) THEN RAISE EXCEPTION 'a month begins on its first day'; END IF;
  IF beyond > clock_timestamp() - make_interval(days => audit_retention_days()) THEN
    RAISE EXCEPTION 'the month % of the audit log is still to be kept', label; END IF;
  IF is_audit_month_held(month) THEN RAISE EXCEPTION 'a legal hold keeps the month % of the audit log', label; END IF;
  SELECT * INTO said FROM audit_event WHERE id = currval('audit_event_number') AND at > now() - interval '1 minute';
  IF said.id IS NULL OR said.action <> 'audit-log.erased' OR said.object_id <> to_char(month, 'YYYY-MM') THEN
    RAISE EXCEPTION 'no event says that the month % of the audit log goes', label; END IF;
  PERFORM pg_advisory_xact_lock(6962, 1);
  IF EXISTS (SELECT FROM audit_event e WHERE e.at >= first AND e.at < beyond AND NOT EXISTS (
      SELECT FROM audit_leaf l WHERE l.event_id = e.id AND l.at = e.at))
    OR EXISTS (SELECT FROM audit_leaf l WHERE l.at >= first AND l.at < beyond
      AND l.leaf_index >= (SELECT coalesce(max(size), 0) FROM audit_checkpoint)) THEN
    RAISE EXCEPTION 'the month % of the audit log has events that no checkpoint holds', label; END IF;
  INSERT INTO audit_hole (event_id, event_at, first_leaf, last_leaf)
    SELECT said.id, said.at, min(leaf_index), max(leaf_index) FROM (
      SELECT leaf_index, leaf_index - row_number() OVER (ORDER BY leaf_index) AS run FROM (
        SELECT leaf_index FROM audit_leaf WHERE at >= first AND at < beyond
        UNION SELECT leaf FROM audit_hole o CROSS JOIN LATERAL generate_series(o.first_leaf, o.last_leaf) leaf
          WHERE o.event_at >= first AND o.event_at < beyond) gone) runs GROUP BY run;
  INSERT INTO audit_erased (first_index, hashes)
    SELECT min(leaf_index), string_agg(leaf_hash, '' ORDER BY leaf_index) FROM (
      SELECT leaf_index, leaf_hash, leaf_index - row_number() OVER (ORDER BY leaf_index) AS run
      FROM audit_leaf WHERE at >= first AND at < beyond) gone GROUP BY leaf_index / 64, run;
  EXECUTE format('DROP TABLE IF EXISTS %I, %I', 'audit_event_' || label, 'audit_leaf_' || label);
END $$;
REVOKE ALL ON FUNCTION ensure_audit_month(timestamptz), erase_audit_month(date) FROM PUBLIC;
