-- How many rows of runs began in each hour (UTC): tabs and facets are look-ups, not counts over history.
-- Kept by the transaction that adds the rows. '' stands for what is not known.
CREATE TABLE run_count (
  source_id bigint NOT NULL REFERENCES source ON DELETE CASCADE,
  hour timestamptz(3) NOT NULL,
  outcome text NOT NULL,
  tool text NOT NULL,
  mode text NOT NULL,
  facility text NOT NULL DEFAULT '',
  environment text NOT NULL DEFAULT '',
  team text NOT NULL DEFAULT '',
  count integer NOT NULL,
  PRIMARY KEY (source_id, hour, outcome, tool, mode, facility, environment, team)
);
CREATE INDEX run_count_hour ON run_count (hour);

INSERT INTO run_count
SELECT source_id, date_trunc('hour', started_at, 'UTC'), outcome, tool, mode, coalesce(facility, ''), coalesce(environment, ''),
  coalesce(team, ''), count(*)
FROM run GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
