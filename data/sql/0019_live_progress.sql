-- What a job has found so far: the solver's value and bound, told while it runs.
ALTER TABLE archive.jobs ADD COLUMN live jsonb;
COMMENT ON COLUMN archive.jobs.live IS '当前所得';
