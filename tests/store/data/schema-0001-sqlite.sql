-- The tables of schema 0001 as sqlite had them; frozen, never changed.

CREATE TABLE person (
    id VARCHAR(64) NOT NULL,
    made_at DATETIME NOT NULL,
    profile JSON NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE TABLE activity (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_activity PRIMARY KEY (id),
    CONSTRAINT fk_activity_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_activity_person_text UNIQUE (person, text)
);

CREATE INDEX ix_activity_person ON activity (person);

CREATE TABLE day (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    "on" DATE NOT NULL,
    usual INTEGER,
    during INTEGER,
    morning INTEGER,
    pressure INTEGER,
    leg_signs BOOLEAN NOT NULL,
    trained BOOLEAN NOT NULL,
    CONSTRAINT pk_day PRIMARY KEY (id),
    CONSTRAINT fk_day_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_day_person_on UNIQUE (person, "on")
);

CREATE INDEX ix_day_person ON day (person);

CREATE TABLE recording (
    id VARCHAR(64) NOT NULL,
    person VARCHAR(64) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    made_at DATETIME NOT NULL,
    bytes BIGINT NOT NULL,
    CONSTRAINT pk_recording PRIMARY KEY (id),
    CONSTRAINT fk_recording_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_recording_person ON recording (person);

CREATE TABLE score (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    "on" DATE NOT NULL,
    name VARCHAR(64) NOT NULL,
    value DOUBLE NOT NULL,
    CONSTRAINT pk_score PRIMARY KEY (id),
    CONSTRAINT fk_score_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_score_person_on_name UNIQUE (person, "on", name)
);

CREATE INDEX ix_score_person ON score (person);

CREATE TABLE screening (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    at DATETIME NOT NULL,
    version INTEGER NOT NULL,
    said JSON NOT NULL,
    CONSTRAINT pk_screening PRIMARY KEY (id),
    CONSTRAINT fk_screening_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_screening_person ON screening (person);

CREATE TABLE session (
    id VARCHAR(64) NOT NULL,
    person VARCHAR(64) NOT NULL,
    protocol VARCHAR(64) NOT NULL,
    version INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    finished_at DATETIME,
    reason VARCHAR(64),
    "plan" JSON NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_session_person ON session (person);

CREATE TABLE setting (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    name VARCHAR(64) NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (id),
    CONSTRAINT fk_setting_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_setting_person_name UNIQUE (person, name)
);

CREATE INDEX ix_setting_person ON setting (person);

CREATE TABLE spot (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    at DATETIME NOT NULL,
    kind VARCHAR(16) NOT NULL,
    "view" VARCHAR(16) NOT NULL,
    x_m DOUBLE NOT NULL,
    y_m DOUBLE NOT NULL,
    pain INTEGER,
    CONSTRAINT pk_spot PRIMARY KEY (id),
    CONSTRAINT fk_spot_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_spot_person ON spot (person);

CREATE TABLE visit (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT fk_visit_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_visit_person ON visit (person);

CREATE TABLE walk (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    "on" DATE NOT NULL,
    minutes DOUBLE NOT NULL,
    CONSTRAINT pk_walk PRIMARY KEY (id),
    CONSTRAINT fk_walk_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_walk_person_on UNIQUE (person, "on")
);

CREATE INDEX ix_walk_person ON walk (person);

CREATE TABLE act (
    session VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    data JSON NOT NULL,
    CONSTRAINT pk_act PRIMARY KEY (session, number),
    CONSTRAINT fk_act_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE CASCADE
);

CREATE TABLE rating (
    id INTEGER NOT NULL,
    activity INTEGER NOT NULL,
    "on" DATE NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT pk_rating PRIMARY KEY (id),
    CONSTRAINT fk_rating_activity FOREIGN KEY(activity) REFERENCES activity (id) ON DELETE CASCADE,
    CONSTRAINT uq_rating_activity_on UNIQUE (activity, "on")
);

CREATE INDEX ix_rating_activity ON rating (activity);

CREATE TABLE result (
    id INTEGER NOT NULL,
    person VARCHAR(64) NOT NULL,
    at DATETIME NOT NULL,
    protocol VARCHAR(64) NOT NULL,
    version INTEGER NOT NULL,
    session VARCHAR(64),
    recording VARCHAR(64),
    body JSON NOT NULL,
    CONSTRAINT pk_result PRIMARY KEY (id),
    CONSTRAINT fk_result_person FOREIGN KEY(person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT fk_result_session FOREIGN KEY(session) REFERENCES session (id) ON DELETE SET NULL
);

CREATE INDEX ix_result_person_protocol_at ON result (person, protocol, at);

CREATE TABLE metric (
    id INTEGER NOT NULL,
    result INTEGER NOT NULL,
    name VARCHAR(64) NOT NULL,
    side VARCHAR(8) NOT NULL,
    value DOUBLE,
    sd DOUBLE,
    unit VARCHAR(16) NOT NULL,
    method VARCHAR(64) NOT NULL,
    refused VARCHAR(64) NOT NULL,
    CONSTRAINT pk_metric PRIMARY KEY (id),
    CONSTRAINT fk_metric_result FOREIGN KEY(result) REFERENCES result (id) ON DELETE CASCADE
);

CREATE INDEX ix_metric_result_name ON metric (result, name);

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
