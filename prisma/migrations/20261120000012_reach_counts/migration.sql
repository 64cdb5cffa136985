-- The policies of reach ask for the end of an interval, too: without it in the index no count is answered from that alone.
DROP INDEX snapshot_now_counts, host_state_now_counts, finding_now_counts;
CREATE INDEX snapshot_now_counts ON snapshot (kind, status, facility, environment, team, resource_id, valid_from, valid_to)
  WHERE valid_to = 'infinity';
CREATE INDEX host_state_now_counts ON host_state (host_id, condition, facility, environment, team, valid_from, valid_to)
  WHERE valid_to = 'infinity';
CREATE INDEX finding_now_counts ON finding (check_id, outcome, scope_id, kind, account, facility, environment, team, valid_from, valid_to)
  WHERE valid_to = 'infinity';
