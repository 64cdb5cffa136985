-- Reach as the second wall: a query that forgets its condition finds no rows. docs/decisions/0012-row-level-security.md
-- plumbline.reach is set by each transaction: unset or empty reaches nothing, '*' everything, else facility names,
-- each as the hex of its UTF-8, separated by commas.

CREATE FUNCTION reaches_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('plumbline.reach', true), '') = '*' $$;

CREATE FUNCTION reaches_some() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('plumbline.reach', true), '') <> '' $$;

CREATE FUNCTION reached_facilities() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(array_agg(convert_from(decode(name, 'hex'), 'UTF8')), '{}')
    FROM unnest(string_to_array(replace(coalesce(current_setting('plumbline.reach', true), ''), '*', ''), ',')) AS name WHERE name <> '' $$;

-- Sub-selects are evaluated once a statement, and the second only where the first is false.
DO $$
DECLARE held text;
BEGIN
  -- What belongs to a facility; what belongs to none is for those who reach everything.
  FOREACH held IN ARRAY ARRAY['snapshot', 'run', 'host_state', 'drift', 'finding', 'activity', 'day_count', 'run_count'] LOOP
    EXECUTE format('CREATE POLICY reach ON %I USING ((SELECT reaches_all()) OR facility = ANY ((SELECT reached_facilities())::text[]))', held);
  END LOOP;
  -- Ids, times and code, of no facility of their own: somebody has to be asking.
  FOREACH held IN ARRAY ARRAY['resource', 'host_link', 'host_interval', 'declaration'] LOOP
    EXECUTE format('CREATE POLICY reach ON %I USING ((SELECT reaches_some()))', held);
  END LOOP;
  -- What a task did is seen with its run.
  CREATE POLICY reach ON run_event USING ((SELECT reaches_all()) OR EXISTS (SELECT FROM run WHERE run.id = run_event.run_id));
  -- Excerpts of what could not be read: nobody knows whose they are.
  CREATE POLICY reach ON unreadable USING ((SELECT reaches_all()));
  FOREACH held IN ARRAY ARRAY['snapshot', 'run', 'host_state', 'drift', 'finding', 'activity', 'day_count', 'run_count',
    'resource', 'host_link', 'host_interval', 'declaration', 'run_event', 'unreadable'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', held);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', held);
  END LOOP;
END $$;

-- Partitions are made by whoever owns the table, whoever asks.
ALTER FUNCTION ensure_run_event_month(timestamptz) SECURITY DEFINER SET search_path = public, pg_temp;
