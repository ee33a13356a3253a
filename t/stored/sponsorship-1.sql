PRAGMA journal_mode = WAL;
PRAGMA application_id = 0x4c6e7964;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE components (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO components VALUES('booking',1);
INSERT INTO components VALUES('sponsorship',1);
INSERT INTO components VALUES('store',1);
CREATE TABLE identity (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	context TEXT NOT NULL,
	conference TEXT NOT NULL
) STRICT;
INSERT INTO identity VALUES(1,'sponsorship','pipeconf');
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	type TEXT NOT NULL,
	subject TEXT NOT NULL,
	line TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,X'01942117de807b88b1eb5fe0e247b707','lanyard.sponsorship.policy-adopted.v1','1','{"specversion":"1.0","id":"01942117-de80-7b88-b1eb-5fe0e247b707","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.policy-adopted.v1","time":"2025-01-01T09:00:00.000Z","subject":"1","sequence":"0000000000000000001","correlationid":"01942117-de80-7bc5-b875-4f8e6fd15ab8","causationid":"01942117-de80-7bc5-b875-4f8e6fd15ab8","client":"organiser","commanddigest":"fdb9756260d77631fa011a90671b7ec4e038f3277c483273c7c9ae4a8f0b7156","data":{"version":"1","rules":[{"level":"Gold","grants":[{"type":"full","quantity":2}]},{"level":"Silver","grants":[{"type":"full","quantity":9}]}]}}');
INSERT INTO events VALUES(2,X'01942117de807b9bb56983c6a8fb2d14','lanyard.sponsorship.sponsor-registered.v1','acme','{"specversion":"1.0","id":"01942117-de80-7b9b-b569-83c6a8fb2d14","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-registered.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000002","correlationid":"1d000000-0000-8000-8000-000000001020","causationid":"1d000000-0000-8000-8000-000000001020","client":"organiser","commanddigest":"d40a3c156c8e05ada75778789d75f3abdd38336659092cc51049218870775d3c","data":{"sponsor":"acme","name":"Acme Ltd","level":"Gold","email":"t@acme.example","signed_up_on":"2025-01-01"}}');
INSERT INTO events VALUES(3,X'01942117de807c409f3b2d96eec040f8','lanyard.sponsorship.sponsor-registered.v1','bolt','{"specversion":"1.0","id":"01942117-de80-7c40-9f3b-2d96eec040f8","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-registered.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000003","correlationid":"1d000000-0000-8000-8000-000000001021","causationid":"1d000000-0000-8000-8000-000000001021","client":"organiser","commanddigest":"0271398b94b12153a4d907145c6a9ce1eedf59dc40c1c0f7b8da356bc99c0509","data":{"sponsor":"bolt","name":"Bolt","level":"Silver","email":"t@bolt.example","signed_up_on":"2025-01-01"}}');
INSERT INTO events VALUES(4,X'01942117de8079128605d1f17a71146f','lanyard.sponsorship.sponsor-amended.v1','acme','{"specversion":"1.0","id":"01942117-de80-7912-8605-d1f17a71146f","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-amended.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000004","correlationid":"1d000000-0000-8000-8000-000000001022","causationid":"1d000000-0000-8000-8000-000000001022","client":"organiser","commanddigest":"b3c8522bc31534e9a3fbea226838d65a434c2b276d988426a01824bcd1fcfa54","data":{"sponsor":"acme","name":"Acme Limited","level":"Gold","email":"t@acme.example","signed_up_on":"2025-01-01"}}');
INSERT INTO events VALUES(5,X'01942117de807e119520b937eca0a7bf','lanyard.sponsorship.contract-signed.v1','acme','{"specversion":"1.0","id":"01942117-de80-7e11-9520-b937eca0a7bf","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.contract-signed.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000005","correlationid":"1d000000-0000-8000-8000-000000001024","causationid":"1d000000-0000-8000-8000-000000001024","client":"organiser","commanddigest":"624144fc599991a96d89f357934960bf2f7860479370e98f48eaaed6751ed62d","data":{"sponsor":"acme","contract":"C-1","signed_on":"2025-01-12"}}');
INSERT INTO events VALUES(6,X'01942117de8075f081bb4ab49ec8b9c2','lanyard.sponsorship.contract-signed.v1','bolt','{"specversion":"1.0","id":"01942117-de80-75f0-81bb-4ab49ec8b9c2","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.contract-signed.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000006","correlationid":"1d000000-0000-8000-8000-000000001025","causationid":"1d000000-0000-8000-8000-000000001025","client":"organiser","commanddigest":"ff63eecb2f372eb1f8fda042dc9de61f58ce45b9edb827ce50d932886f1ddaab","data":{"sponsor":"bolt","contract":"C-2","signed_on":"2025-01-12"}}');
INSERT INTO events VALUES(7,X'01942117de80707ab92bb90fee13d6ba','lanyard.sponsorship.invoice-raised.v1','acme','{"specversion":"1.0","id":"01942117-de80-707a-b92b-b90fee13d6ba","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-raised.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000007","correlationid":"01942117-de80-73a9-8c53-7228462de130","causationid":"01942117-de80-73a9-8c53-7228462de130","client":"organiser","commanddigest":"559227513fb746e623225b71f1ad676ed390cb00a0f2dca6e0b08c81cbf20733","data":{"sponsor":"acme","invoice":"I-1","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(8,X'01942117de807ca79f7a126cc70702cf','lanyard.sponsorship.invoice-raised.v1','bolt','{"specversion":"1.0","id":"01942117-de80-7ca7-9f7a-126cc70702cf","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-raised.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000008","correlationid":"01942117-de80-7211-9e9f-a970289b7c77","causationid":"01942117-de80-7211-9e9f-a970289b7c77","client":"organiser","commanddigest":"023322359b4d5a7e577a4ee2eec38cabbb22d8af76aff71a7ef7ca3ce350615c","data":{"sponsor":"bolt","invoice":"I-2","amount":3000,"currency":"EUR"}}');
INSERT INTO events VALUES(9,X'01945ee42e8078d9a981db295d54c1fe','lanyard.sponsorship.invoice-settled.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-78d9-a981-db295d54c1fe","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-settled.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000009","correlationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","causationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","client":"organiser","commanddigest":"1d88dd648b646592f38015b6bb8373ea1ac00a5a2abbdc9efd9983d7faf9a6af","data":{"sponsor":"acme","invoice":"I-1","settled_on":"2025-02-01","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(10,X'01945ee42e807f61a999fe147b084eae','lanyard.sponsorship.invoice-settled.v1','bolt','{"specversion":"1.0","id":"01945ee4-2e80-7f61-a999-fe147b084eae","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-settled.v1","time":"2025-01-13T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000010","correlationid":"01945ee4-2e80-71a2-836e-4b07a9784380","causationid":"01945ee4-2e80-71a2-836e-4b07a9784380","client":"organiser","commanddigest":"1d0863ca008c2bed79ae35383d6d77f9d7be318cc6759e4efbf8e27cbb40afcf","data":{"sponsor":"bolt","invoice":"I-2","settled_on":"2025-02-01","amount":3000,"currency":"EUR"}}');
INSERT INTO events VALUES(11,X'01945ee42e808833966e934e4a000410','lanyard.sponsorship.sponsor-onboarded.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-8833-966e-934e4a000410","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-onboarded.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000011","correlationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","causationid":"01945ee4-2e80-78d9-a981-db295d54c1fe","client":"sponsor-onboard","data":{"sponsor":"acme","level":"Gold","contract":"C-1","signed_up_on":"2025-01-01"}}');
INSERT INTO events VALUES(12,X'01945ee42e80878797276b47ad1472c5','lanyard.sponsorship.sponsor-onboarded.v1','bolt','{"specversion":"1.0","id":"01945ee4-2e80-8787-9727-6b47ad1472c5","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-onboarded.v1","time":"2025-01-13T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000012","correlationid":"01945ee4-2e80-71a2-836e-4b07a9784380","causationid":"01945ee4-2e80-7f61-a999-fe147b084eae","client":"sponsor-onboard","data":{"sponsor":"bolt","level":"Silver","contract":"C-2","signed_up_on":"2025-01-01"}}');
INSERT INTO events VALUES(13,X'01945ee42e808503bb63f125f93a8c00','lanyard.sponsorship.entitlement-fixed.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-8503-bb63-f125f93a8c00","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-fixed.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000013","correlationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","causationid":"01945ee4-2e80-8833-966e-934e4a000410","client":"sponsor-allocate","data":{"sponsor":"acme","policy":"1","rule":1,"grants":[{"type":"full","quantity":2}]}}');
INSERT INTO events VALUES(14,X'01945ee42e8086aea9b26cfbc8255c66','lanyard.sponsorship.tickets-requested.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-86ae-a9b2-6cfbc8255c66","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-requested.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000014","correlationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","causationid":"01945ee4-2e80-8833-966e-934e4a000410","client":"sponsor-allocate","data":{"beneficiary":"acme","command":"01945ee4-2e80-825f-97c6-47ea47ef3425","reference":"acme/full/1","purchaser":{"name":"Acme Limited","email":"t@acme.example"},"type":"full","quantity":2,"reason":"complimentary"}}');
INSERT INTO events VALUES(15,X'01945ee42e80848f8e2969835899380a','lanyard.sponsorship.entitlement-fixed.v1','bolt','{"specversion":"1.0","id":"01945ee4-2e80-848f-8e29-69835899380a","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-fixed.v1","time":"2025-01-13T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000015","correlationid":"01945ee4-2e80-71a2-836e-4b07a9784380","causationid":"01945ee4-2e80-8787-9727-6b47ad1472c5","client":"sponsor-allocate","data":{"sponsor":"bolt","policy":"1","rule":2,"grants":[{"type":"full","quantity":9}]}}');
INSERT INTO events VALUES(16,X'01945ee42e808f7eb5ac1e032a7a8f97','lanyard.sponsorship.tickets-requested.v1','bolt','{"specversion":"1.0","id":"01945ee4-2e80-8f7e-b5ac-1e032a7a8f97","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-requested.v1","time":"2025-01-13T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000016","correlationid":"01945ee4-2e80-71a2-836e-4b07a9784380","causationid":"01945ee4-2e80-8787-9727-6b47ad1472c5","client":"sponsor-allocate","data":{"beneficiary":"bolt","command":"01945ee4-2e80-8de0-87b2-1b436edcd7a4","reference":"bolt/full/1","purchaser":{"name":"Bolt","email":"t@bolt.example"},"type":"full","quantity":9,"reason":"complimentary"}}');
INSERT INTO events VALUES(17,X'01945ee42e8082fc8aae2a7574b219f2','lanyard.sponsorship.tickets-booked.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-82fc-8aae-2a7574b219f2","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-booked.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000017","correlationid":"01945ee4-2e80-72fe-895a-373ba8c4a1a9","causationid":"01945ee4-2e80-7650-84d6-c84b00d9ce59","client":"sponsor-book","data":{"beneficiary":"acme","command":"01945ee4-2e80-825f-97c6-47ea47ef3425","reference":"acme/full/1","type":"full","quantity":2,"purchase":"01945ee4-2e80-774b-9e56-ca0e72660000"}}');
INSERT INTO events VALUES(18,X'01945ee42e808c0fa22545db2dbc8573','lanyard.sponsorship.booking-refused.v1','bolt','{"specversion":"1.0","id":"01945ee4-2e80-8c0f-a225-45db2dbc8573","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.booking-refused.v1","time":"2025-01-13T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000018","correlationid":"01945ee4-2e80-71a2-836e-4b07a9784380","causationid":"01945ee4-2e80-7cfe-95af-fe9a34f7de10","client":"sponsor-book","data":{"beneficiary":"bolt","command":"01945ee4-2e80-8de0-87b2-1b436edcd7a4","reference":"bolt/full/1","type":"full","quantity":9,"code":"over_budget","message":"9 tickets are asked for, 3 are left of the budget","retryable":true}}');
INSERT INTO events VALUES(19,X'01945ee42e8076a1869c0c0fce13c2c7','lanyard.sponsorship.entitlement-overridden.v1','acme','{"specversion":"1.0","id":"01945ee4-2e80-76a1-869c-0c0fce13c2c7","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-overridden.v1","time":"2025-01-13T09:00:00.000Z","subject":"acme","sequence":"0000000000000000019","correlationid":"01945ee4-2e80-7f94-949a-b5e223478612","causationid":"01945ee4-2e80-7f94-949a-b5e223478612","client":"organiser","commanddigest":"1205fadeb35856fdcb2c567821da65683abe3e360cc8f9409db19d6a13a48d6c","data":{"sponsor":"acme","type":"full","quantity":3,"by":"Ann","reason":"friend"}}');
CREATE TABLE outcomes (
	client TEXT NOT NULL,
	command BLOB NOT NULL CHECK (length(command) = 16),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001020',X'd40a3c156c8e05ada75778789d75f3abdd38336659092cc51049218870775d3c',2,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001021',X'0271398b94b12153a4d907145c6a9ce1eedf59dc40c1c0f7b8da356bc99c0509',3,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001022',X'b3c8522bc31534e9a3fbea226838d65a434c2b276d988426a01824bcd1fcfa54',4,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001023',X'b3c8522bc31534e9a3fbea226838d65a434c2b276d988426a01824bcd1fcfa54',4,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001024',X'624144fc599991a96d89f357934960bf2f7860479370e98f48eaaed6751ed62d',5,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001025',X'ff63eecb2f372eb1f8fda042dc9de61f58ce45b9edb827ce50d932886f1ddaab',6,1);
CREATE TABLE latest (
	client TEXT NOT NULL,
	command TEXT NOT NULL,
	key TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command, key)
) STRICT, WITHOUT ROWID;
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.raise-invoice.v1','I-1',X'559227513fb746e623225b71f1ad676ed390cb00a0f2dca6e0b08c81cbf20733',7,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.raise-invoice.v1','I-2',X'023322359b4d5a7e577a4ee2eec38cabbb22d8af76aff71a7ef7ca3ce350615c',8,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.settle-invoice.v1','I-1',X'1d88dd648b646592f38015b6bb8373ea1ac00a5a2abbdc9efd9983d7faf9a6af',9,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.settle-invoice.v1','I-2',X'1d0863ca008c2bed79ae35383d6d77f9d7be318cc6759e4efbf8e27cbb40afcf',10,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.sign-contract.v1','C-1',X'624144fc599991a96d89f357934960bf2f7860479370e98f48eaaed6751ed62d',5,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.sign-contract.v1','C-2',X'ff63eecb2f372eb1f8fda042dc9de61f58ce45b9edb827ce50d932886f1ddaab',6,1);
CREATE TABLE positions (
	name TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE bookings (
	command BLOB PRIMARY KEY CHECK (length(command) = 16),
	reference TEXT NOT NULL UNIQUE,
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	state TEXT NOT NULL CHECK (state IN ('requested', 'booked', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	answered INTEGER,
	purchase BLOB CHECK (length(purchase) = 16),
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO bookings VALUES(X'01945ee42e80825f97c647ea47ef3425','acme/full/1','acme','full',2,'booked',11,14,17,X'01945ee42e80774b9e56ca0e72660000',NULL,NULL);
INSERT INTO bookings VALUES(X'01945ee42e808de087b21b436edcd7a4','bolt/full/1','bolt','full',9,'refused',12,16,18,NULL,'over_budget','9 tickets are asked for, 3 are left of the budget');
CREATE TABLE sponsors (
	sponsor TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	email TEXT NOT NULL,
	signed_up_on TEXT,
	seq INTEGER NOT NULL,
	-- Positions of the events that made it so; NULL: not yet.
	completed INTEGER, -- contract signed, all invoices settled
	onboarded INTEGER,
	entitled INTEGER   -- what it is owed was fixed
) STRICT, WITHOUT ROWID;
INSERT INTO sponsors VALUES('acme','Acme Limited','Gold','t@acme.example','2025-01-01',4,9,11,13);
INSERT INTO sponsors VALUES('bolt','Bolt','Silver','t@bolt.example','2025-01-01',3,10,12,15);
CREATE TABLE contracts (
	contract TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	signed_on TEXT NOT NULL,
	in_kind INTEGER NOT NULL,
	voided INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO contracts VALUES('C-1','acme','2025-01-12',0,0,5);
INSERT INTO contracts VALUES('C-2','bolt','2025-01-12',0,0,6);
CREATE TABLE invoices (
	invoice TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	amount INTEGER NOT NULL,
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('raised', 'settled', 'cancelled')),
	settled_on TEXT,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO invoices VALUES('I-1','acme',5000,'EUR','settled','2025-02-01',9);
INSERT INTO invoices VALUES('I-2','bolt',3000,'EUR','settled','2025-02-01',10);
CREATE TABLE policies (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	adopted_at TEXT NOT NULL
) STRICT;
INSERT INTO policies VALUES(1,'1','2025-01-01T09:00:00.000Z');
CREATE TABLE policy_rules (
	policy INTEGER NOT NULL REFERENCES policies,
	rule INTEGER NOT NULL,
	level TEXT,
	signed_up_before TEXT,
	PRIMARY KEY (policy, rule)
) STRICT, WITHOUT ROWID;
INSERT INTO policy_rules VALUES(1,1,'Gold',NULL);
INSERT INTO policy_rules VALUES(1,2,'Silver',NULL);
CREATE TABLE policy_grants (
	policy INTEGER NOT NULL,
	rule INTEGER NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (policy, rule, type),
	FOREIGN KEY (policy, rule) REFERENCES policy_rules
) STRICT, WITHOUT ROWID;
INSERT INTO policy_grants VALUES(1,1,'full',2);
INSERT INTO policy_grants VALUES(1,2,'full',9);
CREATE TABLE entitlements (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
INSERT INTO entitlements VALUES('acme','full',2);
INSERT INTO entitlements VALUES('bolt','full',9);
CREATE TABLE overrides (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
INSERT INTO overrides VALUES('acme','full',3,19);
CREATE TRIGGER events_keep_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
CREATE TRIGGER events_keep_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
CREATE INDEX bookings_by_beneficiary ON bookings (beneficiary, type);
CREATE INDEX bookings_by_cause ON bookings (cause);
CREATE INDEX bookings_outstanding ON bookings (cause) WHERE state = 'requested';
CREATE INDEX sponsors_completed ON sponsors (completed) WHERE entitled IS NULL;
CREATE INDEX sponsors_onboarded ON sponsors (onboarded) WHERE entitled IS NULL;
CREATE INDEX contracts_by_sponsor ON contracts (sponsor);
CREATE INDEX invoices_by_sponsor ON invoices (sponsor);
CREATE INDEX overrides_by_seq ON overrides (seq);
COMMIT;
