-- A store as schema 0001 kept it: two revisions of one plan.
BEGIN TRANSACTION;
CREATE TABLE workmodel_assignees (
	"plan" INTEGER NOT NULL, 
	resource TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	PRIMARY KEY ("plan", resource, entity), 
	FOREIGN KEY("plan") REFERENCES workmodel_plans (id)
)
 WITHOUT ROWID

;
INSERT INTO "workmodel_assignees" VALUES(1,'ana','design');
CREATE TABLE workmodel_changes (
	"plan" INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	change TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY ("plan", revision, step), 
	FOREIGN KEY("plan") REFERENCES workmodel_plans (id)
);
INSERT INTO "workmodel_changes" VALUES(1,2,1,'revised','design','{"change": "revised", "kind": "task", "id": "design", "fields": [["duration", "5d", "3d"]]}');
CREATE TABLE workmodel_entities (
	"plan" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	revision INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	parent TEXT, 
	start TEXT, 
	finish TEXT, 
	deadline TEXT, 
	status TEXT, 
	document TEXT NOT NULL, 
	PRIMARY KEY ("plan", id), 
	FOREIGN KEY("plan") REFERENCES workmodel_plans (id)
);
INSERT INTO "workmodel_entities" VALUES(1,'ana',0,1,'resource',NULL,NULL,NULL,NULL,NULL,'{"kind": "resource", "id": "ana"}');
INSERT INTO "workmodel_entities" VALUES(1,'site',4294967296,1,'project',NULL,NULL,NULL,'2026-04-10',NULL,'{"kind": "project", "id": "site", "deadline": "2026-04-10"}');
INSERT INTO "workmodel_entities" VALUES(1,'design',8589934592,2,'task','site',NULL,NULL,NULL,'planned','{"kind": "task", "id": "design", "parent": "site", "duration": "3d", "assignments": ["ana"]}');
INSERT INTO "workmodel_entities" VALUES(1,'build',12884901888,1,'task','site',NULL,NULL,NULL,'planned','{"kind": "task", "id": "build", "parent": "site", "after": ["design"], "duration": "10d"}');
CREATE TABLE workmodel_plans (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	archived BOOLEAN NOT NULL, 
	settings TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "workmodel_plans" VALUES(1,'website',2,0,'{"title": "Website", "start": "2026-03-02"}');
CREATE TABLE workmodel_revisions (
	"plan" INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	author TEXT NOT NULL, 
	message TEXT NOT NULL, 
	event TEXT NOT NULL, 
	origin_name TEXT, 
	origin_number INTEGER, 
	PRIMARY KEY ("plan", number), 
	FOREIGN KEY("plan") REFERENCES workmodel_plans (id), 
	UNIQUE (id)
);
INSERT INTO "workmodel_revisions" VALUES(1,1,'00000000000000000000000000000001','2026-03-02 09:00:00.000000','ana','a first try','created',NULL,NULL);
INSERT INTO "workmodel_revisions" VALUES(1,2,'00000000000000000000000000000002','2026-03-02 10:00:00.000000','ben','less','saved',NULL,NULL);
CREATE TABLE workmodel_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT workmodel_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "workmodel_version" VALUES('0001');
CREATE INDEX workmodel_revisions_at ON workmodel_revisions ("plan", at);
CREATE INDEX workmodel_entities_parent ON workmodel_entities ("plan", parent) WHERE parent IS NOT NULL;
CREATE INDEX workmodel_entities_start ON workmodel_entities ("plan", start) WHERE start IS NOT NULL;
CREATE INDEX workmodel_entities_finish ON workmodel_entities ("plan", finish) WHERE finish IS NOT NULL;
CREATE INDEX workmodel_entities_deadline ON workmodel_entities ("plan", deadline) WHERE deadline IS NOT NULL;
CREATE INDEX workmodel_changes_subject ON workmodel_changes ("plan", subject);
COMMIT;
