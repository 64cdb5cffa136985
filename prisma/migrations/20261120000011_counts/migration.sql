-- What fleet health and the ledger count is answered from indexes alone: each holds what its count groups by, and every
-- column that the policies of reach ask, the end of the interval too.
-- Of hosts alone, by their id: one over all kinds was taken, before there were statistics, to find a resource by its id.
CREATE INDEX snapshot_now_hosts ON snapshot (resource_id, status, facility, environment, team, valid_from, valid_to)
  WHERE valid_to = 'infinity' AND kind = 'host';
CREATE INDEX host_state_now_counts ON host_state (host_id, condition, facility, environment, team, valid_from, valid_to)
  WHERE valid_to = 'infinity';
CREATE INDEX finding_now_counts ON finding (check_id, outcome, scope_id, kind, account, facility, environment, team, valid_from, valid_to)
  WHERE valid_to = 'infinity';

-- What happened in the last day: what ended, and what began to fail.
CREATE INDEX host_state_ended ON host_state (valid_to, condition) WHERE valid_to <> 'infinity';
CREATE INDEX drift_ended ON drift (valid_to) WHERE valid_to <> 'infinity';
CREATE INDEX finding_failed ON finding (valid_from DESC) WHERE outcome = 'fail';
