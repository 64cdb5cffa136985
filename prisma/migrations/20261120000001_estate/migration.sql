-- The estate: what sources saw. Intervals run from valid_from to valid_to; 'infinity' is now.
-- Nothing but valid_to is updated in place, save for the operational columns that say so.

CREATE TABLE source (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  provider text NOT NULL CHECK (provider IN ('aws', 'ansible', 'git', 'sample', 'join')),
  config text NOT NULL DEFAULT '{}',
  interval_seconds integer NOT NULL DEFAULT 600 CHECK (interval_seconds >= 0),
  sample boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz(3)
);
CREATE UNIQUE INDEX source_name ON source (name) WHERE removed_at IS NULL;

CREATE TABLE scope (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id bigint NOT NULL REFERENCES source,
  key text NOT NULL,
  kind text NOT NULL,
  account text,
  region text,
  -- after so many seconds without a complete scan its resources are stale
  freshness_seconds integer NOT NULL DEFAULT 3600,
  created_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  UNIQUE (source_id, key)
);

CREATE TABLE scan (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope_id bigint NOT NULL REFERENCES scope,
  started_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3) NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('complete', 'partial', 'failed', 'refused')),
  seen integer NOT NULL DEFAULT 0,
  added integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  gone integer NOT NULL DEFAULT 0,
  unreadable integer NOT NULL DEFAULT 0,
  population_digest bytea,
  -- the refused API action, such as ec2:DescribeVolumes
  refused_action text,
  problem text
);
CREATE INDEX scan_scope_finished ON scan (scope_id, finished_at DESC);
CREATE INDEX scan_scope_complete ON scan (scope_id, finished_at DESC) WHERE outcome = 'complete';

CREATE TABLE unreadable (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scan_id bigint NOT NULL REFERENCES scan,
  scope_id bigint NOT NULL REFERENCES scope,
  external_id text,
  reason text NOT NULL,
  excerpt text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX unreadable_scope ON unreadable (scope_id, at DESC);

CREATE TABLE resource (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope_id bigint NOT NULL REFERENCES scope,
  kind text NOT NULL,
  external_id text NOT NULL,
  first_seen_at timestamptz(3) NOT NULL,
  UNIQUE (scope_id, external_id)
);
CREATE INDEX resource_external ON resource (external_id);

CREATE TABLE snapshot (
  resource_id bigint NOT NULL REFERENCES resource,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  scope_id bigint NOT NULL,
  kind text NOT NULL,
  digest bytea NOT NULL,
  name text NOT NULL,
  account text,
  region text,
  facility text,
  environment text,
  team text,
  system text,
  status text,
  encryption text CHECK (encryption IN ('encrypted', 'unencrypted', 'unknown')),
  -- keys that join resources to hosts and to each other: i-…, sg-…, ip:…, name:…
  links text[] NOT NULL DEFAULT '{}',
  -- lower-case words that the search looks through
  search text NOT NULL DEFAULT '',
  -- canonical JSON (RFC 8785); what the digest was made of
  body text NOT NULL,
  PRIMARY KEY (resource_id, valid_from),
  CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX snapshot_now ON snapshot (resource_id) WHERE valid_to = 'infinity';
CREATE INDEX snapshot_now_kind ON snapshot (kind, name, resource_id) WHERE valid_to = 'infinity';
CREATE INDEX snapshot_now_scope ON snapshot (scope_id) WHERE valid_to = 'infinity';
CREATE INDEX snapshot_links ON snapshot USING gin (links);
CREATE INDEX snapshot_kind_time ON snapshot (kind, valid_from, valid_to);
CREATE INDEX snapshot_from ON snapshot (valid_from DESC);
CREATE INDEX snapshot_gone ON snapshot (valid_to DESC) WHERE valid_to <> 'infinity';

-- A host is a resource of kind host; these are the resources that speak of it.
CREATE TABLE host_link (
  host_id bigint NOT NULL REFERENCES resource,
  resource_id bigint NOT NULL REFERENCES resource,
  how text NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  PRIMARY KEY (host_id, resource_id, valid_from)
);
CREATE UNIQUE INDEX host_link_now ON host_link (resource_id) WHERE valid_to = 'infinity';
CREATE INDEX host_link_resource ON host_link (resource_id, valid_from);

-- Runs. Consecutive uneventful runs of one host on one UTC day, of one revision, fold into one row.
CREATE TABLE run (
  id bigint GENERATED ALWAYS AS IDENTITY,
  host_id bigint NOT NULL REFERENCES resource,
  source_id bigint NOT NULL REFERENCES source,
  tool text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('enforce', 'check')),
  outcome text NOT NULL CHECK (outcome IN ('failed', 'unreachable', 'interrupted', 'changed', 'corrective', 'intentional', 'pending', 'unchanged')),
  -- first and last of the fold; equal where runs = 1
  started_at timestamptz(3) NOT NULL,
  last_started_at timestamptz(3) NOT NULL,
  -- finish of the last
  finished_at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  runs integer NOT NULL DEFAULT 1,
  -- LEB128 seconds between the starts of the folded runs
  deltas bytea NOT NULL DEFAULT '\x',
  ok integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  ignored integer NOT NULL DEFAULT 0,
  rescued integer NOT NULL DEFAULT 0,
  revision text,
  repository text,
  playbook text,
  controller text,
  actor text,
  tags text,
  error text,
  error_digest bytea,
  host_name text NOT NULL,
  facility text,
  environment text,
  team text,
  PRIMARY KEY (host_id, id)
);
CREATE UNIQUE INDEX run_id ON run (id);
CREATE INDEX run_host_started ON run (host_id, started_at DESC);
CREATE INDEX run_started ON run (started_at DESC, id DESC);
CREATE INDEX run_outcome_started ON run (outcome, started_at DESC, id DESC);
CREATE INDEX run_repository ON run (repository, started_at DESC) WHERE repository IS NOT NULL;

CREATE TABLE run_event (
  run_id bigint NOT NULL,
  run_started_at timestamptz(3) NOT NULL,
  seq integer NOT NULL,
  task text NOT NULL,
  action text NOT NULL DEFAULT '',
  item text,
  status text NOT NULL CHECK (status IN ('changed', 'failed', 'unreachable', 'pending', 'ignored', 'rescued', 'unknown')),
  path text,
  message text,
  before text,
  after text,
  PRIMARY KEY (run_id, run_started_at, seq)
) PARTITION BY RANGE (run_started_at);
CREATE TABLE run_event_default PARTITION OF run_event DEFAULT;

-- The condition of a host as configuration management last left it; 'missing' from the moment a run was overdue.
CREATE TABLE host_state (
  host_id bigint NOT NULL REFERENCES resource,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  condition text NOT NULL CHECK (condition IN ('failed', 'unreachable', 'interrupted', 'corrective', 'intentional', 'changed', 'pending', 'unchanged', 'missing')),
  tool text NOT NULL,
  run_id bigint,
  facility text,
  PRIMARY KEY (host_id, valid_from)
);
CREATE UNIQUE INDEX host_state_now ON host_state (host_id) WHERE valid_to = 'infinity';
CREATE INDEX host_state_time ON host_state (valid_from, valid_to);

-- When the next run of a host is due. Operational: updated in place.
CREATE TABLE host_interval (
  host_id bigint PRIMARY KEY REFERENCES resource,
  tool text NOT NULL,
  last_started_at timestamptz(3) NOT NULL,
  last_finished_at timestamptz(3) NOT NULL,
  interval_seconds integer NOT NULL,
  overdue_at timestamptz(3) NOT NULL
);
CREATE INDEX host_interval_overdue ON host_interval (overdue_at);

CREATE TABLE declaration (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id bigint NOT NULL REFERENCES source,
  scope_id bigint NOT NULL REFERENCES scope,
  kind text NOT NULL,
  -- repository, file and name; the same over time
  key text NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  digest bytea NOT NULL,
  name text NOT NULL,
  account text,
  region text,
  network text,
  repository text NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  revision text NOT NULL,
  author text NOT NULL,
  committed_at timestamptz(3) NOT NULL,
  unresolved integer NOT NULL DEFAULT 0,
  body text NOT NULL
);
CREATE UNIQUE INDEX declaration_now ON declaration (scope_id, key) WHERE valid_to = 'infinity';
CREATE UNIQUE INDEX declaration_from ON declaration (scope_id, key, valid_from);
CREATE INDEX declaration_name ON declaration (kind, name, valid_from);

-- One row per state of a drift; rows of one episode share their series.
CREATE TABLE drift (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  series bigint NOT NULL,
  resource_id bigint REFERENCES resource,
  declaration_key text,
  kind text NOT NULL,
  name text NOT NULL,
  account text,
  region text,
  facility text,
  environment text,
  team text,
  opened_at timestamptz(3) NOT NULL,
  -- since when the side that is ahead has been so: that of its oldest difference
  since timestamptz(3) NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  digest bytea NOT NULL,
  ahead text NOT NULL CHECK (ahead IN ('cloud', 'code', 'both')),
  undeclared integer NOT NULL DEFAULT 0,
  missing integer NOT NULL DEFAULT 0,
  different integer NOT NULL DEFAULT 0,
  world_open boolean NOT NULL DEFAULT false,
  -- one sentence for lists: the worst difference
  summary text NOT NULL,
  body text NOT NULL
);
CREATE INDEX drift_now ON drift (kind, name, id) WHERE valid_to = 'infinity';
CREATE UNIQUE INDEX drift_now_series ON drift (series) WHERE valid_to = 'infinity';
CREATE INDEX drift_series ON drift (series, valid_from);
CREATE INDEX drift_resource ON drift (resource_id, valid_from);
CREATE INDEX drift_time ON drift (valid_from, valid_to);

CREATE TABLE finding (
  resource_id bigint NOT NULL REFERENCES resource,
  check_id text NOT NULL,
  check_version integer NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  outcome text NOT NULL CHECK (outcome IN ('pass', 'fail', 'not-applicable', 'unknown')),
  reason text NOT NULL,
  kind text NOT NULL,
  scope_id bigint NOT NULL REFERENCES scope,
  account text,
  region text,
  facility text,
  environment text,
  team text,
  PRIMARY KEY (resource_id, check_id, valid_from)
);
CREATE UNIQUE INDEX finding_now ON finding (resource_id, check_id) WHERE valid_to = 'infinity';
CREATE INDEX finding_now_check ON finding (check_id, outcome, resource_id) WHERE valid_to = 'infinity';
CREATE INDEX finding_time ON finding (check_id, valid_from, valid_to);

-- What was done in the estate, as CloudTrail tells it.
CREATE TABLE activity (
  id bigint GENERATED ALWAYS AS IDENTITY,
  event_id text NOT NULL,
  scope_id bigint NOT NULL REFERENCES scope,
  at timestamptz(3) NOT NULL,
  account text,
  region text,
  service text NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  actor_kind text NOT NULL,
  source_address text,
  user_agent text,
  error_code text,
  read_only boolean NOT NULL DEFAULT false,
  -- ids of what it touched: sg-…, vol-…
  subjects text[] NOT NULL DEFAULT '{}',
  facility text,
  -- canonical JSON of request and answer, secrets removed
  body text NOT NULL,
  PRIMARY KEY (event_id, at)
);
CREATE UNIQUE INDEX activity_id ON activity (id);
CREATE INDEX activity_at ON activity (at DESC, id DESC);
CREATE INDEX activity_subjects ON activity USING gin (subjects);
CREATE INDEX activity_actor ON activity (actor, at DESC);

-- Counts at each midnight UTC, kept by the worker: what the bands of the last 30 days show.
CREATE TABLE day_count (
  day date NOT NULL,
  metric text NOT NULL,
  facility text NOT NULL DEFAULT '',
  count integer NOT NULL,
  PRIMARY KEY (day, metric, facility)
);

-- Makes the monthly partition of run_event that holds a moment. Rows go to the default one meanwhile.
CREATE FUNCTION ensure_run_event_month(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE first timestamptz := date_trunc('month', moment AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
        label text := 'run_event_' || to_char(moment AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  IF to_regclass(label) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(72707370);
  IF to_regclass(label) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF run_event FOR VALUES FROM (%L) TO (%L)', label, first,
    (date_trunc('month', moment AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
END $$;

-- pg_trgm makes the search faster where it may be had; nothing depends on it.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX snapshot_now_search ON snapshot USING gin (search gin_trgm_ops) WHERE valid_to = 'infinity';
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'pg_trgm is not available: search without it';
END $$;
