-- The record: who may do what, and what was done in Plumbline itself.

CREATE TABLE user_account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  -- scrypt; null for people of an identity provider
  password_hash text,
  totp_secret text,
  -- the last half minute whose code was taken: none is taken twice
  totp_step bigint,
  issuer text,
  subject text,
  -- null reaches every facility
  facilities text[],
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_sign_in_at timestamptz(3),
  disabled_at timestamptz(3)
);
CREATE UNIQUE INDEX user_account_email ON user_account (lower(email)) WHERE issuer IS NULL;
CREATE UNIQUE INDEX user_account_subject ON user_account (issuer, subject) WHERE issuer IS NOT NULL;

CREATE TABLE role_grant (
  user_id bigint NOT NULL REFERENCES user_account,
  role text NOT NULL CHECK (role IN ('viewer', 'engineer', 'manager', 'security-officer', 'auditor', 'administrator')),
  valid_from timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  valid_to timestamptz(3) NOT NULL DEFAULT 'infinity',
  PRIMARY KEY (user_id, valid_from)
);

CREATE TABLE session (
  -- SHA-256 of the 256-bit id in the cookie
  id_hash bytea PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES user_account,
  created_at timestamptz(3) NOT NULL,
  last_active_at timestamptz(3) NOT NULL,
  authenticated_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  address text,
  user_agent text
);
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE token (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  hint text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'engineer', 'manager', 'security-officer', 'auditor', 'administrator', 'ingest')),
  facilities text[],
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);

-- Tries to sign in, counted for the limits; removed after a day.
CREATE TABLE sign_in_try (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account text NOT NULL,
  address text NOT NULL,
  at timestamptz(3) NOT NULL,
  succeeded boolean NOT NULL
);
CREATE INDEX sign_in_try_account ON sign_in_try (account, at);
CREATE INDEX sign_in_try_address ON sign_in_try (address, at);

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
  request_id text NOT NULL
);
CREATE INDEX audit_event_at ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_people ON audit_event (at DESC, id DESC) WHERE actor_kind <> 'job';
CREATE INDEX audit_event_actor ON audit_event (actor, at DESC);
CREATE INDEX audit_event_object ON audit_event (object_kind, object_id, at DESC);
CREATE INDEX audit_event_request ON audit_event (request_id);

-- Only appended to, by anybody: the log is worth what its keeper could not have changed.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit events are only appended to'; END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- One collection of one source: asked for, under way, ended. Operational: updated in place.
CREATE TABLE collection (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id bigint NOT NULL REFERENCES source,
  asked_at timestamptz(3) NOT NULL,
  asked_by text NOT NULL,
  started_at timestamptz(3),
  -- number of the worker that took it, held as an advisory lock while that lives; and when it last said so
  worker integer,
  heartbeat_at timestamptz(3),
  finished_at timestamptz(3),
  outcome text CHECK (outcome IN ('complete', 'partial', 'failed', 'refused')),
  scopes_total integer NOT NULL DEFAULT 0,
  scopes_done integer NOT NULL DEFAULT 0,
  doing text,
  problem text
);
CREATE INDEX collection_source ON collection (source_id, asked_at DESC);
CREATE UNIQUE INDEX collection_open ON collection (source_id) WHERE finished_at IS NULL;

-- A configuration tried before it is added: asked by the web, answered by the worker, which alone has keys to a cloud.
CREATE TABLE source_test (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  provider text NOT NULL,
  config text NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  asked_by text NOT NULL,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  -- JSON: one row for each scope, as far as it has come
  answer text NOT NULL DEFAULT '[]',
  problem text
);
CREATE INDEX source_test_open ON source_test (id) WHERE finished_at IS NULL;

-- Deliveries already taken in, kept longer than a client retries.
CREATE TABLE delivery (
  source_id bigint NOT NULL REFERENCES source,
  key text NOT NULL,
  sha256 bytea NOT NULL,
  received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  answer text NOT NULL,
  PRIMARY KEY (source_id, key)
);

CREATE TABLE setting (
  key text PRIMARY KEY,
  value text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
