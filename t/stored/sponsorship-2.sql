PRAGMA journal_mode = WAL;
PRAGMA application_id = 0x4c6e7964;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE components (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO components VALUES('booking',4);
INSERT INTO components VALUES('sponsorship',3);
INSERT INTO components VALUES('store',2);
CREATE TABLE identity (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	context TEXT NOT NULL,
	conference TEXT NOT NULL
, outcomes_from INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO identity VALUES(1,'sponsorship','pipeconf',0);
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	type TEXT NOT NULL,
	subject TEXT NOT NULL,
	line TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,X'01942117de807d6eb92989d24dd5cb88','lanyard.sponsorship.policy-adopted.v1','1','{"specversion":"1.0","id":"01942117-de80-7d6e-b929-89d24dd5cb88","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.policy-adopted.v1","time":"2025-01-01T09:00:00.000Z","subject":"1","sequence":"0000000000000000001","correlationid":"01942117-de80-7df9-a91e-9431e41f1d3a","client":"organiser","commanddigest":"13299db42f002538b3a4e3a29bfea3c197286ba8b86da07043c7f13fab82fe25","data":{"version":"1","rules":[{"level":"Gold","grants":[{"type":"full","quantity":5}]}]}}');
INSERT INTO events VALUES(2,X'01942117de807cda90e1ff435eb97f37','lanyard.sponsorship.sponsor-registered.v1','acme','{"specversion":"1.0","id":"01942117-de80-7cda-90e1-ff435eb97f37","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-registered.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000002","correlationid":"01942117-de80-7ec9-9766-098ca87ede95","client":"organiser","commanddigest":"3faf45cee566f146d464c282a89d46475cf6a27c4c6b8615447fc730bfd91cf4","data":{"sponsor":"acme","name":"acme Ltd","level":"Gold","email":"t@acme.example"}}');
INSERT INTO events VALUES(3,X'01942117de807f0fba91bea1b344f22f','lanyard.sponsorship.contract-signed.v1','acme','{"specversion":"1.0","id":"01942117-de80-7f0f-ba91-bea1b344f22f","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.contract-signed.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000003","correlationid":"01942117-de80-74fc-a4d7-47d25d8ee5ae","client":"organiser","commanddigest":"d48d590c05f0313a23d4a588bb9bae0cbe72ded7a6bff7f05a2041165c79e49b","data":{"sponsor":"acme","contract":"C-acme","signed_on":"2025-01-01"}}');
INSERT INTO events VALUES(4,X'01942117de807ace8113149ffb49798b','lanyard.sponsorship.invoice-raised.v1','acme','{"specversion":"1.0","id":"01942117-de80-7ace-8113-149ffb49798b","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-raised.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000004","correlationid":"01942117-de80-79ab-9a33-026cbc2caccc","client":"organiser","commanddigest":"679a1b7aaf5fa4c30eb8888219fd680d07a3b9ffc48903396e292557a8d9b706","data":{"sponsor":"acme","invoice":"I-acme","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(5,X'01942117de8074aab23d8630042aff61','lanyard.sponsorship.invoice-settled.v1','acme','{"specversion":"1.0","id":"01942117-de80-74aa-b23d-8630042aff61","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-settled.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000005","correlationid":"01942117-de80-7cf4-9923-5767fedefb0d","client":"organiser","commanddigest":"6f33c4ee41d109c06ad462dd659a06370eccd85e7effadc8b6aedeb6e7285de2","data":{"sponsor":"acme","invoice":"I-acme","settled_on":"2025-01-01","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(6,X'01942117de80762a9456b6a82fe91802','lanyard.sponsorship.sponsor-registered.v1','bolt','{"specversion":"1.0","id":"01942117-de80-762a-9456-b6a82fe91802","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-registered.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000006","correlationid":"01942117-de80-7fb0-a4b1-bbd1247807c9","client":"organiser","commanddigest":"2614d20bd4395d697676d66d4efee8027c2f471a65a1ab3c18177d4d9dcf9742","data":{"sponsor":"bolt","name":"bolt Ltd","level":"Gold","email":"t@bolt.example"}}');
INSERT INTO events VALUES(7,X'01942117de807358b9e36eb85a4665e9','lanyard.sponsorship.contract-signed.v1','bolt','{"specversion":"1.0","id":"01942117-de80-7358-b9e3-6eb85a4665e9","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.contract-signed.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000007","correlationid":"01942117-de80-72a1-b466-392c076465a0","client":"organiser","commanddigest":"73cfee1e5c71b81e9fec63fdb4ec77bcf26334d474410d2ebe8bd7b2c1ae6d64","data":{"sponsor":"bolt","contract":"C-bolt","signed_on":"2025-01-01"}}');
INSERT INTO events VALUES(8,X'01942117de807d77b93bc2558355db3c','lanyard.sponsorship.invoice-raised.v1','bolt','{"specversion":"1.0","id":"01942117-de80-7d77-b93b-c2558355db3c","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-raised.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000008","correlationid":"01942117-de80-78bf-bf9a-0ad284443001","client":"organiser","commanddigest":"3f84d2434f4d42e6ba31fed3c059c671de95b5a14a24aafe2063dec038250bf6","data":{"sponsor":"bolt","invoice":"I-bolt","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(9,X'01942117de807e9287082131576a1d4a','lanyard.sponsorship.invoice-settled.v1','bolt','{"specversion":"1.0","id":"01942117-de80-7e92-8708-2131576a1d4a","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-settled.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000009","correlationid":"01942117-de80-7439-91e1-d4bdaa1b9441","client":"organiser","commanddigest":"a25ec3f26c55ae617ac467d047423eb8dd0eee35d188b6c64fa26e54a8b0df73","data":{"sponsor":"bolt","invoice":"I-bolt","settled_on":"2025-01-01","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(10,X'01942117de807c988f600042e22861b4','lanyard.sponsorship.sponsor-registered.v1','cask','{"specversion":"1.0","id":"01942117-de80-7c98-8f60-0042e22861b4","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-registered.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000010","correlationid":"01942117-de80-79cc-8aec-f3ee0b46ead2","client":"organiser","commanddigest":"a4f32fd21870fc91c7c0644f43e3f36e204e08c165a8f61eceb4812ae4f67467","data":{"sponsor":"cask","name":"cask Ltd","level":"Gold","email":"t@cask.example"}}');
INSERT INTO events VALUES(11,X'01942117de807489afa2fefc185fd9d9','lanyard.sponsorship.contract-signed.v1','cask','{"specversion":"1.0","id":"01942117-de80-7489-afa2-fefc185fd9d9","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.contract-signed.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000011","correlationid":"01942117-de80-7cd8-8428-e723e18d93a5","client":"organiser","commanddigest":"d2548cfab23f683a0b297c4e8816b421da71a50b12bafbe04050dc2cf257bc54","data":{"sponsor":"cask","contract":"C-cask","signed_on":"2025-01-01"}}');
INSERT INTO events VALUES(12,X'01942117de807ebcb2331f2290108fb2','lanyard.sponsorship.invoice-raised.v1','cask','{"specversion":"1.0","id":"01942117-de80-7ebc-b233-1f2290108fb2","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-raised.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000012","correlationid":"01942117-de80-71db-a6c2-3e6ddfbe1061","client":"organiser","commanddigest":"8a6bd966ca4c6f3546bef64b62fd3492db5a9dd9dbc5da3b9c418f90830cca27","data":{"sponsor":"cask","invoice":"I-cask","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(13,X'01942117de807e8fa4e38fda8c3fb2f2','lanyard.sponsorship.invoice-settled.v1','cask','{"specversion":"1.0","id":"01942117-de80-7e8f-a4e3-8fda8c3fb2f2","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.invoice-settled.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000013","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","client":"organiser","commanddigest":"201d08022855cc847b11b0cf58c72dbea06c5a98579e9302c54e6db1cbeb8932","data":{"sponsor":"cask","invoice":"I-cask","settled_on":"2025-01-01","amount":5000,"currency":"EUR"}}');
INSERT INTO events VALUES(14,X'01942117de8085608ecb94d391c5205d','lanyard.sponsorship.sponsor-onboarded.v1','acme','{"specversion":"1.0","id":"01942117-de80-8560-8ecb-94d391c5205d","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-onboarded.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000014","correlationid":"01942117-de80-7cf4-9923-5767fedefb0d","causationid":"01942117-de80-74aa-b23d-8630042aff61","client":"sponsor-onboard","data":{"sponsor":"acme","level":"Gold","contract":"C-acme","paid":[{"currency":"EUR","amount":5000}]}}');
INSERT INTO events VALUES(15,X'01942117de8085b18f446a7f6ee0b99d','lanyard.sponsorship.sponsor-onboarded.v1','bolt','{"specversion":"1.0","id":"01942117-de80-85b1-8f44-6a7f6ee0b99d","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-onboarded.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000015","correlationid":"01942117-de80-7439-91e1-d4bdaa1b9441","causationid":"01942117-de80-7e92-8708-2131576a1d4a","client":"sponsor-onboard","data":{"sponsor":"bolt","level":"Gold","contract":"C-bolt","paid":[{"currency":"EUR","amount":5000}]}}');
INSERT INTO events VALUES(16,X'01942117de808f12b0d715171cd3638a','lanyard.sponsorship.sponsor-onboarded.v1','cask','{"specversion":"1.0","id":"01942117-de80-8f12-b0d7-15171cd3638a","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.sponsor-onboarded.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000016","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-7e8f-a4e3-8fda8c3fb2f2","client":"sponsor-onboard","data":{"sponsor":"cask","level":"Gold","contract":"C-cask","paid":[{"currency":"EUR","amount":5000}]}}');
INSERT INTO events VALUES(17,X'01942117de808de0ac584c06a9f1a769','lanyard.sponsorship.entitlement-fixed.v1','acme','{"specversion":"1.0","id":"01942117-de80-8de0-ac58-4c06a9f1a769","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-fixed.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000017","correlationid":"01942117-de80-7cf4-9923-5767fedefb0d","causationid":"01942117-de80-8560-8ecb-94d391c5205d","client":"sponsor-allocate","data":{"sponsor":"acme","policy":"1","rule":1,"grants":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(18,X'01942117de808cb99718149a4d7e8923','lanyard.sponsorship.allocation-decided.v1','acme','{"specversion":"1.0","id":"01942117-de80-8cb9-9718-149a4d7e8923","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.allocation-decided.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000018","correlationid":"01942117-de80-7cf4-9923-5767fedefb0d","causationid":"01942117-de80-8560-8ecb-94d391c5205d","client":"sponsor-allocate","data":{"sponsor":"acme","targets":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(19,X'01942117de80828987dcf12bbb6310cd','lanyard.sponsorship.tickets-requested.v1','acme','{"specversion":"1.0","id":"01942117-de80-8289-87dc-f12bbb6310cd","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-requested.v1","time":"2025-01-01T09:00:00.000Z","subject":"acme","sequence":"0000000000000000019","correlationid":"01942117-de80-7cf4-9923-5767fedefb0d","causationid":"01942117-de80-8560-8ecb-94d391c5205d","client":"sponsor-allocate","data":{"beneficiary":"acme","command":"01942117-de80-80c8-9c1d-c376c2138bd3","reference":"acme/full/1","purchaser":{"name":"acme Ltd","email":"t@acme.example"},"type":"full","quantity":5,"reason":"complimentary"}}');
INSERT INTO events VALUES(20,X'01942117de808865a32f5693c1a9e3ec','lanyard.sponsorship.entitlement-fixed.v1','bolt','{"specversion":"1.0","id":"01942117-de80-8865-a32f-5693c1a9e3ec","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-fixed.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000020","correlationid":"01942117-de80-7439-91e1-d4bdaa1b9441","causationid":"01942117-de80-85b1-8f44-6a7f6ee0b99d","client":"sponsor-allocate","data":{"sponsor":"bolt","policy":"1","rule":1,"grants":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(21,X'01942117de808373aa646c02d17184b6','lanyard.sponsorship.allocation-decided.v1','bolt','{"specversion":"1.0","id":"01942117-de80-8373-aa64-6c02d17184b6","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.allocation-decided.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000021","correlationid":"01942117-de80-7439-91e1-d4bdaa1b9441","causationid":"01942117-de80-85b1-8f44-6a7f6ee0b99d","client":"sponsor-allocate","data":{"sponsor":"bolt","targets":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(22,X'01942117de8083918432dbc6873a919a','lanyard.sponsorship.tickets-requested.v1','bolt','{"specversion":"1.0","id":"01942117-de80-8391-8432-dbc6873a919a","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-requested.v1","time":"2025-01-01T09:00:00.000Z","subject":"bolt","sequence":"0000000000000000022","correlationid":"01942117-de80-7439-91e1-d4bdaa1b9441","causationid":"01942117-de80-85b1-8f44-6a7f6ee0b99d","client":"sponsor-allocate","data":{"beneficiary":"bolt","command":"01942117-de80-857b-ba01-389775931a88","reference":"bolt/full/1","purchaser":{"name":"bolt Ltd","email":"t@bolt.example"},"type":"full","quantity":5,"reason":"complimentary"}}');
INSERT INTO events VALUES(23,X'01942117de8086f0b644a8c55226bbc4','lanyard.sponsorship.entitlement-fixed.v1','cask','{"specversion":"1.0","id":"01942117-de80-86f0-b644-a8c55226bbc4","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.entitlement-fixed.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000023","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-8f12-b0d7-15171cd3638a","client":"sponsor-allocate","data":{"sponsor":"cask","policy":"1","rule":1,"grants":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(24,X'01942117de80869c88242f928edfc373','lanyard.sponsorship.allocation-decided.v1','cask','{"specversion":"1.0","id":"01942117-de80-869c-8824-2f928edfc373","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.allocation-decided.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000024","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-8f12-b0d7-15171cd3638a","client":"sponsor-allocate","data":{"sponsor":"cask","targets":[{"type":"full","quantity":5}]}}');
INSERT INTO events VALUES(25,X'01942117de80831db4c90ee4a8cdbc1b','lanyard.sponsorship.tickets-requested.v1','cask','{"specversion":"1.0","id":"01942117-de80-831d-b4c9-0ee4a8cdbc1b","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-requested.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000025","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-8f12-b0d7-15171cd3638a","client":"sponsor-allocate","data":{"beneficiary":"cask","command":"01942117-de80-85cd-a6c4-0782533d066f","reference":"cask/full/1","purchaser":{"name":"cask Ltd","email":"t@cask.example"},"type":"full","quantity":5,"reason":"complimentary"}}');
INSERT INTO events VALUES(26,X'01942117de807f38b6e1b29399079690','lanyard.sponsorship.booking-turned-away.v1','cask','{"specversion":"1.0","id":"01942117-de80-7f38-b6e1-b29399079690","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.booking-turned-away.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000026","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-8f8b-9243-92195a738adc","client":"sponsor-book","data":{"beneficiary":"cask","command":"01942117-de80-85cd-a6c4-0782533d066f","reference":"cask/full/1","type":"full","quantity":5,"code":"forbidden","message":"there is no client \"sponsorship\""}}');
INSERT INTO events VALUES(27,X'01942117de807326b541da0d0d114c17','lanyard.sponsorship.booking-turned-away.v1','cask','{"specversion":"1.0","id":"01942117-de80-7326-b541-da0d0d114c17","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.booking-turned-away.v1","time":"2025-01-01T09:00:00.000Z","subject":"cask","sequence":"0000000000000000027","correlationid":"01942117-de80-7e2d-ae80-1ca67ee80590","causationid":"01942117-de80-8f8b-9243-92195a738adc","client":"sponsor-book","data":{"beneficiary":"cask","command":"01942117-de80-85cd-a6c4-0782533d066f","reference":"cask/full/1","type":"full","quantity":5,"code":"forbidden","message":"\"sponsorship\" may not create-ticket-purchase"}}');
INSERT INTO events VALUES(28,X'0194214ecd007f999a8379abeb657725','lanyard.sponsorship.tickets-booked.v1','acme','{"specversion":"1.0","id":"0194214e-cd00-7f99-9a83-79abeb657725","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-booked.v1","time":"2025-01-01T10:00:00.000Z","subject":"acme","sequence":"0000000000000000028","correlationid":"0194214e-cd00-706e-b816-49b259f0808c","client":"organiser","commanddigest":"103a8674dbc8f5e393d7d4433b1b5034b55effd31fb1aaf35086b56879c86fba","data":{"beneficiary":"acme","command":"01942117-de80-80c8-9c1d-c376c2138bd3","reference":"acme/full/1","type":"full","quantity":5,"by":"Ann","note":"order 1"}}');
INSERT INTO events VALUES(29,X'0194214ecd007967b0f5fed5c1198902','lanyard.sponsorship.booking-refused.v1','bolt','{"specversion":"1.0","id":"0194214e-cd00-7967-b0f5-fed5c1198902","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.booking-refused.v1","time":"2025-01-01T10:00:00.000Z","subject":"bolt","sequence":"0000000000000000029","correlationid":"0194214e-cd00-73c6-a989-90ea13077078","client":"organiser","commanddigest":"d2a4e6794e3c1f7706bae0e9337a4c90e674c5415a1ce13801931b67d77e75e6","data":{"beneficiary":"bolt","command":"01942117-de80-857b-ba01-389775931a88","reference":"bolt/full/1","type":"full","quantity":5,"code":"by_hand","message":"no room","retryable":true,"by":"Ann"}}');
INSERT INTO events VALUES(30,X'0194214ecd007e649433a702b1a0dfab','lanyard.sponsorship.tickets-reclaimed.v1','acme','{"specversion":"1.0","id":"0194214e-cd00-7e64-9433-a702b1a0dfab","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-reclaimed.v1","time":"2025-01-01T10:00:00.000Z","subject":"acme","sequence":"0000000000000000030","correlationid":"0194214e-cd00-7f73-86dd-203d63893e8b","client":"organiser","commanddigest":"e2c6516fb5452b6dc629e844680f7b09771d8c37b605749991a4144d96cce2ce","data":{"beneficiary":"acme","reference":"acme/full/1","type":"full","left":4,"tickets":[],"by":"Ann","note":"one came back"}}');
INSERT INTO events VALUES(31,X'0194214ecd007fd09ebe3ae949bd8413','lanyard.sponsorship.tickets-reclaimed.v1','acme','{"specversion":"1.0","id":"0194214e-cd00-7fd0-9ebe-3ae949bd8413","source":"/pipeconf/sponsorship","type":"lanyard.sponsorship.tickets-reclaimed.v1","time":"2025-01-01T10:00:00.000Z","subject":"acme","sequence":"0000000000000000031","correlationid":"0194214e-cd00-79f4-97ae-97c87ec6ee4d","client":"organiser","commanddigest":"bb30712b7cf07f4c5a45f969588c1ea97acdeca696292e68d89ebeb8ef4042be","data":{"beneficiary":"acme","reference":"acme/full/1","type":"full","left":2,"tickets":[],"by":"Ann"}}');
CREATE TABLE outcomes (
	client TEXT NOT NULL,
	command BLOB NOT NULL CHECK (length(command) = 16),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;
CREATE TABLE latest (
	client TEXT NOT NULL,
	command TEXT NOT NULL,
	key TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command, key)
) STRICT, WITHOUT ROWID;
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.raise-invoice.v1','I-acme',X'679a1b7aaf5fa4c30eb8888219fd680d07a3b9ffc48903396e292557a8d9b706',4,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.raise-invoice.v1','I-bolt',X'3f84d2434f4d42e6ba31fed3c059c671de95b5a14a24aafe2063dec038250bf6',8,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.raise-invoice.v1','I-cask',X'8a6bd966ca4c6f3546bef64b62fd3492db5a9dd9dbc5da3b9c418f90830cca27',12,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.settle-invoice.v1','I-acme',X'6f33c4ee41d109c06ad462dd659a06370eccd85e7effadc8b6aedeb6e7285de2',5,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.settle-invoice.v1','I-bolt',X'a25ec3f26c55ae617ac467d047423eb8dd0eee35d188b6c64fa26e54a8b0df73',9,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.settle-invoice.v1','I-cask',X'201d08022855cc847b11b0cf58c72dbea06c5a98579e9302c54e6db1cbeb8932',13,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.sign-contract.v1','C-acme',X'd48d590c05f0313a23d4a588bb9bae0cbe72ded7a6bff7f05a2041165c79e49b',3,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.sign-contract.v1','C-bolt',X'73cfee1e5c71b81e9fec63fdb4ec77bcf26334d474410d2ebe8bd7b2c1ae6d64',7,1);
INSERT INTO latest VALUES('organiser','lanyard.sponsorship.sign-contract.v1','C-cask',X'd2548cfab23f683a0b297c4e8816b421da71a50b12bafbe04050dc2cf257bc54',11,1);
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
	good INTEGER NOT NULL CHECK (good BETWEEN 0 AND quantity),
	pool TEXT,
	state TEXT NOT NULL CHECK (state IN ('requested', 'booked', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	requested_at TEXT NOT NULL,
	answered INTEGER,
	purchase BLOB CHECK (length(purchase) = 16), -- NULL: made by hand, elsewhere
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO bookings VALUES(X'01942117de8080c89c1dc376c2138bd3','acme/full/1','acme','full',5,2,NULL,'booked',14,19,'2025-01-01T09:00:00.000Z',28,NULL,NULL,NULL);
INSERT INTO bookings VALUES(X'01942117de80857bba01389775931a88','bolt/full/1','bolt','full',5,5,NULL,'refused',15,22,'2025-01-01T09:00:00.000Z',29,NULL,'by_hand','no room');
INSERT INTO bookings VALUES(X'01942117de8085cda6c40782533d066f','cask/full/1','cask','full',5,5,NULL,'requested',16,25,'2025-01-01T09:00:00.000Z',NULL,NULL,'forbidden','"sponsorship" may not create-ticket-purchase');
CREATE TABLE reclaims (
	command BLOB PRIMARY KEY CHECK (length(command) = 16),
	booking BLOB NOT NULL REFERENCES bookings,
	keep INTEGER NOT NULL CHECK (keep >= 0),
	state TEXT NOT NULL CHECK (state IN ('requested', 'done', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	answered INTEGER,
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE holders (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	booking BLOB NOT NULL REFERENCES bookings,
	name TEXT,
	email TEXT COLLATE NOCASE,
	heard TEXT NOT NULL,
	freed INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE sponsors (
	sponsor TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	email TEXT NOT NULL,
	signed_up_on TEXT,
	seq INTEGER NOT NULL,
	registered_at TEXT NOT NULL,
	withdrawn INTEGER,
	completed INTEGER,       -- contract signed, all invoices settled
	onboarded INTEGER,
	onboarded_level TEXT,    -- what it is owed goes by this one
	level_completed INTEGER, -- it is on board, has another level, and nothing is unpaid
	leveled INTEGER,         -- its level was changed so
	entitled INTEGER,        -- what it is owed by the policy was fixed
	-- The last event that may change what it shall have, and the last of those that
	-- was decided upon.
	due INTEGER NOT NULL DEFAULT 0,
	decided INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO sponsors VALUES('acme','acme Ltd','Gold','t@acme.example',NULL,2,'2025-01-01T09:00:00.000Z',NULL,5,14,'Gold',NULL,NULL,17,14,14);
INSERT INTO sponsors VALUES('bolt','bolt Ltd','Gold','t@bolt.example',NULL,6,'2025-01-01T09:00:00.000Z',NULL,9,15,'Gold',NULL,NULL,20,15,15);
INSERT INTO sponsors VALUES('cask','cask Ltd','Gold','t@cask.example',NULL,10,'2025-01-01T09:00:00.000Z',NULL,13,16,'Gold',NULL,NULL,23,16,16);
CREATE TABLE contracts (
	contract TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	signed_on TEXT NOT NULL,
	in_kind INTEGER NOT NULL,
	voided INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO contracts VALUES('C-acme','acme','2025-01-01',0,0,3);
INSERT INTO contracts VALUES('C-bolt','bolt','2025-01-01',0,0,7);
INSERT INTO contracts VALUES('C-cask','cask','2025-01-01',0,0,11);
CREATE TABLE invoices (
	invoice TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	amount INTEGER NOT NULL,
	paid INTEGER NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND amount),
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('raised', 'settled', 'cancelled', 'refunded')),
	raised_at TEXT NOT NULL,
	due_on TEXT,
	settled_on TEXT,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO invoices VALUES('I-acme','acme',5000,5000,'EUR','settled','2025-01-01T09:00:00.000Z',NULL,'2025-01-01',5);
INSERT INTO invoices VALUES('I-bolt','bolt',5000,5000,'EUR','settled','2025-01-01T09:00:00.000Z',NULL,'2025-01-01',9);
INSERT INTO invoices VALUES('I-cask','cask',5000,5000,'EUR','settled','2025-01-01T09:00:00.000Z',NULL,'2025-01-01',13);
CREATE TABLE policies (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	adopted_at TEXT NOT NULL
) STRICT;
INSERT INTO policies VALUES(1,'1','2025-01-01T09:00:00.000Z');
CREATE TABLE entitlements (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	pool TEXT,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
INSERT INTO entitlements VALUES('acme','full',5,NULL);
INSERT INTO entitlements VALUES('bolt','full',5,NULL);
INSERT INTO entitlements VALUES('cask','full',5,NULL);
CREATE TABLE overrides (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE provisions (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	until TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
CREATE TABLE targets (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;
INSERT INTO targets VALUES('acme','full',5);
INSERT INTO targets VALUES('bolt','full',5);
INSERT INTO targets VALUES('cask','full',5);
CREATE TRIGGER events_keep_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
CREATE TRIGGER events_keep_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
CREATE INDEX bookings_by_beneficiary ON bookings (beneficiary, type);
CREATE INDEX bookings_by_cause ON bookings (cause);
CREATE INDEX bookings_outstanding ON bookings (cause) WHERE state = 'requested';
CREATE INDEX bookings_by_purchase ON bookings (purchase);
CREATE INDEX reclaims_by_booking ON reclaims (booking);
CREATE INDEX reclaims_by_cause ON reclaims (cause);
CREATE INDEX reclaims_outstanding ON reclaims (cause) WHERE state = 'requested';
CREATE INDEX holders_by_booking ON holders (booking);
CREATE INDEX holders_by_email ON holders (email);
CREATE INDEX sponsors_completed ON sponsors (completed) WHERE onboarded IS NULL;
CREATE INDEX sponsors_level_completed ON sponsors (level_completed);
CREATE INDEX sponsors_due ON sponsors (due) WHERE decided < due;
CREATE INDEX contracts_by_sponsor ON contracts (sponsor);
CREATE INDEX invoices_by_sponsor ON invoices (sponsor);
CREATE INDEX invoices_unpaid ON invoices (raised_at) WHERE state = 'raised';
CREATE INDEX provisions_by_end ON provisions (until);
CREATE VIEW lacking AS
SELECT t.sponsor, t.type, t.quantity, t.quantity - coalesce(sum(b.good), 0) AS lack
FROM targets t JOIN sponsors s USING (sponsor)
LEFT JOIN bookings b ON b.beneficiary = t.sponsor AND b.type = t.type AND b.state <> 'refused'
WHERE s.decided >= s.due
GROUP BY t.sponsor, t.type HAVING t.quantity > coalesce(sum(b.good), 0);
CREATE VIEW refused_and_lacking AS
SELECT b.beneficiary AS sponsor, b.type, b.quantity, b.reference, b.code, b.message, b.answered
FROM bookings b JOIN lacking l ON l.sponsor = b.beneficiary AND l.type = b.type
WHERE b.state = 'refused'
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.cause = b.answered)
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.beneficiary = b.beneficiary
	AND n.type = b.type AND n.state = 'refused' AND n.answered > b.answered);
CREATE VIEW reclaimable AS
SELECT b.beneficiary AS sponsor, b.type, max(b.answered, b.freed) AS cause
FROM (
	SELECT *, coalesce((SELECT max(freed) FROM holders h WHERE h.booking = k.command), 0) AS freed
	FROM bookings k WHERE state = 'booked' AND purchase IS NOT NULL
) b JOIN sponsors p ON p.sponsor = b.beneficiary
WHERE p.decided >= p.due
AND b.good > (SELECT count(*) FROM holders h WHERE h.booking = b.command AND h.email IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = b.command
	AND (r.state = 'requested' OR (r.requested > p.decided AND r.requested > b.freed)))
AND (SELECT sum(good) FROM bookings a WHERE a.beneficiary = b.beneficiary
	AND a.type = b.type AND a.state <> 'refused')
	> coalesce((SELECT quantity FROM targets t WHERE t.sponsor = b.beneficiary AND t.type = b.type), 0);
COMMIT;
