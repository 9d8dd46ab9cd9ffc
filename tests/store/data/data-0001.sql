-- What two people kept under schema 0001; every table has rows. Frozen, never changed.

INSERT INTO alembic_version VALUES ('0001');

INSERT INTO person (id, made_at, profile) VALUES
    ('me', '2026-01-05 07:00:00.000000', '{"started": "2026-01-05", "training_days": [0, 3], "mass_kg": 80.5, "sitting_h": 9.0, "sorer": "left", "bars": ["hernia"], "former_kg": 120.0}'),
    ('other', '2026-01-06 07:00:00.000000', '{"started": "2026-01-06", "training_days": [], "mass_kg": null, "sitting_h": null, "sorer": null, "bars": [], "former_kg": null}');

INSERT INTO screening (person, at, version, said) VALUES
    ('me', '2026-01-05 07:05:00.123456', 1, '{"fever": "no", "bladder": "no"}'),
    ('me', '2026-01-12 07:05:00.000000', 1, '{"bladder": "no"}'),
    ('other', '2026-01-06 07:05:00.000000', 1, '{"fever": "unsure"}');

INSERT INTO visit (person, at) VALUES ('me', '2026-01-07 10:00:00.000000');

INSERT INTO day (person, "on", usual, during, morning, pressure, leg_signs, trained) VALUES
    ('me', '2026-01-05', 4, 2, 3, 6, FALSE, TRUE),
    ('me', '2026-01-06', 3, NULL, NULL, NULL, TRUE, FALSE),
    ('other', '2026-01-06', 7, NULL, NULL, NULL, FALSE, FALSE);

INSERT INTO score (person, "on", name, value) VALUES
    ('me', '2026-01-05', 'rmdq24', 11.0),
    ('me', '2026-01-05', 'sitting_h', 8.5);

INSERT INTO activity (person, text) VALUES ('me', 'Schuhe binden – im Stehen'), ('me', 'deadlift');

INSERT INTO rating (activity, "on", value) VALUES
    (1, '2026-01-05', 4),
    (1, '2026-01-12', 6),
    (2, '2026-01-05', 2);

INSERT INTO walk (person, "on", minutes) VALUES ('me', '2026-01-05', 12.5), ('me', '2026-01-07', 15.0);

INSERT INTO spot (person, at, kind, view, x_m, y_m, pain) VALUES
    ('me', '2026-01-05 07:10:00.000000', 'back', 'back', -0.041, 0.012, 5),
    ('me', '2026-01-05 07:11:00.000000', 'hip', 'left', 0.02, -0.03, NULL);

INSERT INTO session (id, person, protocol, version, started_at, finished_at, reason, plan) VALUES
    ('5e5510a1', 'me', 'wall-hip-drop', 1, '2026-01-05 17:00:00.000000', '2026-01-05 17:12:00.000000', 'done', '{"sides": ["left", "right"], "sets": 2}'),
    ('5e5510a2', 'me', 'side-lying-abduction', 1, '2026-01-06 17:00:00.000000', NULL, NULL, '{}');

INSERT INTO act (session, number, kind, data) VALUES
    ('5e5510a1', 1, 'answer', '{"name": "usual_pain", "value": 2.0}'),
    ('5e5510a1', 2, 'event', '{"event": "rep", "side": "left", "start_s": 10.25}'),
    ('5e5510a2', 1, 'mark', '{"name": "tap"}');

INSERT INTO recording (id, person, kind, made_at, bytes) VALUES
    ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'me', 'landmarks', '2026-01-05 17:00:00.000000', 123456);

INSERT INTO result (person, at, protocol, version, session, recording, body) VALUES
    ('me', '2026-01-05 17:00:00.000000', 'wall-hip-drop', 1, '5e5510a1', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '{"schema": "levelhip.result/1", "note": "whole"}'),
    ('me', '2026-01-08 17:00:00.000000', 'one-leg-stand', 1, NULL, 'bbbb', '{"schema": "levelhip.result/1"}');

INSERT INTO metric (result, name, side, value, sd, unit, method, refused) VALUES
    (1, 'rep_count', 'both', 20.0, 0.0, '1', 'count/1', ''),
    (1, 'faulty_count', 'both', 3.0, 0.0, '1', 'count/1', ''),
    (2, 'hold_time', 'left', 30.25, 0.125, 's', 'pose/1', ''),
    (2, 'pelvic_drop', 'left', NULL, NULL, 'deg', '', 'no-pelvis-in-picture');

INSERT INTO setting (person, name, value) VALUES ('me', 'voice', '{"is": "full"}');
