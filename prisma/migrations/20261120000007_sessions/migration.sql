-- What the cookie holds is renewed when somebody proves again who they are; `id_hash` stays the session's name, and what
-- it has under way goes on.
ALTER TABLE session ADD COLUMN secret_hash bytea;
UPDATE session SET secret_hash = id_hash;
ALTER TABLE session ALTER COLUMN secret_hash SET NOT NULL;
CREATE UNIQUE INDEX session_secret ON session (secret_hash);

-- How often in a row a password was wrong. `address` is empty for all addresses that the account never signed in from, and
-- one of those that it did: there it has tries of its own, which nobody elsewhere can use up.
CREATE TABLE sign_in_count (
  account text NOT NULL,
  address text NOT NULL,
  failed integer NOT NULL DEFAULT 0,
  last_at timestamptz(3) NOT NULL,
  -- last success from that address; null for the empty one
  known_at timestamptz(3),
  -- since when no more tries are taken, until an operator acts
  closed_at timestamptz(3),
  PRIMARY KEY (account, address)
);

-- Exports under way, over all processes. One that was not heard of for a minute has died with its process.
CREATE TABLE export_slot (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holder text NOT NULL,
  heard_at timestamptz(3) NOT NULL
);

-- A token that belongs to one machine: `host` is its name, `host_id` the host itself as soon as it is known.
ALTER TABLE token ADD COLUMN host text, ADD COLUMN host_id bigint, ADD COLUMN source text;
ALTER TABLE token ADD CONSTRAINT token_of_a_host CHECK ((host IS NULL OR role = 'ingest') AND (host_id IS NULL OR host IS NOT NULL));
