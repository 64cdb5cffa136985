-- Identity providers that administrators add; the one of the environment has no row.
CREATE TABLE provider (
  -- in the redirect address: sso-…
  id text PRIMARY KEY CHECK (id ~ '^sso-[a-z0-9]{8}$'),
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  -- sealed: lib/access/sealed-secret.ts
  client_secret text NOT NULL CHECK (client_secret LIKE 'v1.%'),
  scopes text NOT NULL,
  groups_claim text NOT NULL,
  -- JSON: [{group, role, facilities}], the first that fits decides
  groups text NOT NULL,
  enabled boolean NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz(3)
);
-- A person is issuer and subject: two providers of one issuer would share their people.
CREATE UNIQUE INDEX provider_issuer ON provider (issuer) WHERE removed_at IS NULL;

-- Answers of providers that began a session: none begins a second one. Removed after an hour.
CREATE TABLE provider_answer (
  -- SHA-256 of the state
  state_hash bytea PRIMARY KEY,
  at timestamptz(3) NOT NULL
);

-- Sessions by provider, for its back-channel logout.
CREATE TABLE provider_session (
  session_hash bytea PRIMARY KEY REFERENCES session ON DELETE CASCADE,
  provider_id text NOT NULL,
  -- the provider's own name of its session, where it tells
  sid text
);
CREATE INDEX provider_session_sid ON provider_session (provider_id, sid);

-- Sign-ins with a local account while a provider is enabled.
CREATE TABLE break_glass (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES user_account,
  session_hash bytea NOT NULL,
  at timestamptz(3) NOT NULL,
  reason text NOT NULL CHECK (length(btrim(reason)) >= 20),
  address text,
  request_id text NOT NULL,
  reviewed_at timestamptz(3),
  reviewed_by bigint REFERENCES user_account,
  note text,
  CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL) AND (reviewed_at IS NULL) = (note IS NULL)),
  -- Nobody reviews themselves.
  CHECK (reviewed_by <> user_id)
);
CREATE INDEX break_glass_open ON break_glass (at) WHERE reviewed_at IS NULL;

-- Until when a local account without a second factor may set one up as it signs in.
ALTER TABLE user_account ADD COLUMN second_factor_until timestamptz(3) DEFAULT clock_timestamp() + interval '24 hours';
