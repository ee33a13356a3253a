PRAGMA journal_mode = WAL;
PRAGMA application_id = 0x4c6e7964;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE components (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO components VALUES('store',1);
INSERT INTO components VALUES('ticketing',1);
CREATE TABLE identity (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	context TEXT NOT NULL,
	conference TEXT NOT NULL
) STRICT;
INSERT INTO identity VALUES(1,'ticketing','pipeconf');
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	type TEXT NOT NULL,
	subject TEXT NOT NULL,
	line TEXT NOT NULL
) STRICT;
INSERT INTO events VALUES(1,X'01942117de80785c82d6fb44d2534733','lanyard.ticketing.ticket-type-added.v1','early','{"specversion":"1.0","id":"01942117-de80-785c-82d6-fb44d2534733","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-type-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"early","sequence":"0000000000000000001","correlationid":"1d000000-0000-8000-8000-000000001001","causationid":"1d000000-0000-8000-8000-000000001001","client":"organiser","commanddigest":"0f5c07883cf1adbf32f673dc380346a230be52da1517101f9b1d21bba8de24df","data":{"type":"early","name":"Early bird","price":4900,"currency":"EUR","capacity":4,"from":"2025-01-01T00:00:00.000Z","until":"2025-02-01T00:00:00.000Z"}}');
INSERT INTO events VALUES(2,X'01942117de807e06b68957c35edb2099','lanyard.ticketing.ticket-type-added.v1','full','{"specversion":"1.0","id":"01942117-de80-7e06-b689-57c35edb2099","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-type-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"full","sequence":"0000000000000000002","correlationid":"1d000000-0000-8000-8000-000000001002","causationid":"1d000000-0000-8000-8000-000000001002","client":"organiser","commanddigest":"8a280863b69f30f91ff716ae69c73284c02185a5c998abafbbb3ecd32ea68736","data":{"type":"full","name":"Full \"pass\"","price":29900,"currency":"EUR","capacity":20}}');
INSERT INTO events VALUES(3,X'01942117de80729a9f46c0fbe1254e3f','lanyard.ticketing.ticket-type-added.v1','crew','{"specversion":"1.0","id":"01942117-de80-729a-9f46-c0fbe1254e3f","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-type-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"crew","sequence":"0000000000000000003","correlationid":"1d000000-0000-8000-8000-000000001003","causationid":"1d000000-0000-8000-8000-000000001003","client":"organiser","commanddigest":"d47a0e5bdd61b8bed23806fc291c05e8b3a672f20c1e9eeb79f1406496eb0a8d","data":{"type":"crew","name":"Crew","price":0,"currency":"EUR","capacity":5,"private":true}}');
INSERT INTO events VALUES(4,X'01942117de8071d194c48bef73662b78','lanyard.ticketing.client-added.v1','press','{"specversion":"1.0","id":"01942117-de80-71d1-94c4-8bef73662b78","source":"/pipeconf/ticketing","type":"lanyard.ticketing.client-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"press","sequence":"0000000000000000004","correlationid":"1d000000-0000-8000-8000-000000001004","causationid":"1d000000-0000-8000-8000-000000001004","client":"organiser","commanddigest":"1669b1ff1eabd559ed11115707d02bb0a4388cec725d33121fa9750d11319adb","data":{"client":"press","may":["create-ticket-purchase"],"types":["full"],"waive":true,"budget":5}}');
INSERT INTO events VALUES(5,X'01942117de807eaabe235a0340ae4ca3','lanyard.ticketing.client-added.v1','shop','{"specversion":"1.0","id":"01942117-de80-7eaa-be23-5a0340ae4ca3","source":"/pipeconf/ticketing","type":"lanyard.ticketing.client-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"shop","sequence":"0000000000000000005","correlationid":"1d000000-0000-8000-8000-000000001005","causationid":"1d000000-0000-8000-8000-000000001005","client":"organiser","commanddigest":"71a541964a86be687a82098961f0839cbecbef46aa848f478f53e22f0d86e7b5","data":{"client":"shop","may":["create-ticket-purchase"],"types":["early","full"],"expires":"2026-01-01T00:00:00.000Z"}}');
INSERT INTO events VALUES(6,X'01942117de8073489d8d4fcdc4767228','lanyard.ticketing.client-added.v1','former','{"specversion":"1.0","id":"01942117-de80-7348-9d8d-4fcdc4767228","source":"/pipeconf/ticketing","type":"lanyard.ticketing.client-added.v1","time":"2025-01-01T09:00:00.000Z","subject":"former","sequence":"0000000000000000006","correlationid":"1d000000-0000-8000-8000-000000001006","causationid":"1d000000-0000-8000-8000-000000001006","client":"organiser","commanddigest":"c02c1747e6e2bba2c903aed636c9d3bd1c4372b78637cab91b9d7b11f2d66e7e","data":{"client":"former","may":["create-ticket-purchase"],"types":["crew","full"],"waive":true}}');
INSERT INTO events VALUES(7,X'0194263e3a80719eb1d95e2d8fabf87f','lanyard.ticketing.ticket-purchase-created.v1','p/1','{"specversion":"1.0","id":"0194263e-3a80-719e-b1d9-5e2d8fabf87f","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-created.v1","time":"2025-01-02T09:00:00.000Z","subject":"p/1","sequence":"0000000000000000007","correlationid":"1d000000-0000-8000-8000-000000001007","causationid":"1d000000-0000-8000-8000-000000001007","client":"press","commanddigest":"2a7c0e6f0c258e271bcceaff74d8acc9ac9c6e5f22d837c3e8f00857ad51e293","data":{"purchase":"0194263e-3a80-7304-b2fc-3597c7170000","reference":"p/1","client":"press","purchaser":{"name":"Zoë","email":"zoe@press.example"},"tickets":[{"id":"0194263e-3a80-7304-b2fc-3597c7170001","type":"full"},{"id":"0194263e-3a80-7304-b2fc-3597c7170002","type":"full"}],"payment":"waived","amount":0,"currency":"EUR","reason":"press"}}');
INSERT INTO events VALUES(8,X'0194263e3a80769285e3ee99729e5d15','lanyard.ticketing.ticket-purchase-rejected.v1','p/2','{"specversion":"1.0","id":"0194263e-3a80-7692-85e3-ee99729e5d15","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-rejected.v1","time":"2025-01-02T09:00:00.000Z","subject":"p/2","sequence":"0000000000000000008","correlationid":"1d000000-0000-8000-8000-000000001008","causationid":"1d000000-0000-8000-8000-000000001008","client":"press","commanddigest":"8daf858a4f9c6bea372119a323797e446f6f77f7c99d2aee4c98856ec9759ae6","data":{"reference":"p/2","client":"press","code":"over_budget","message":"4 tickets are asked for, 3 are left of the budget","retryable":true}}');
INSERT INTO events VALUES(9,X'0194263e3a807b35b28b1b72aebf6613','lanyard.ticketing.ticket-purchase-created.v1','s/1','{"specversion":"1.0","id":"0194263e-3a80-7b35-b28b-1b72aebf6613","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-created.v1","time":"2025-01-02T09:00:00.000Z","subject":"s/1","sequence":"0000000000000000009","correlationid":"1d000000-0000-8000-8000-000000001009","causationid":"1d000000-0000-8000-8000-000000001009","client":"shop","commanddigest":"9a569c8abc969a7eeb063ce6a040f06fd4f56373b7edbc47d63cf43c70a9cc00","data":{"purchase":"0194263e-3a80-7bbd-8ee6-aabbd2ce0000","reference":"s/1","client":"shop","purchaser":{"name":"Bo","email":"bo@shop.example"},"tickets":[{"id":"0194263e-3a80-7bbd-8ee6-aabbd2ce0001","type":"early"},{"id":"0194263e-3a80-7bbd-8ee6-aabbd2ce0002","type":"early"},{"id":"0194263e-3a80-7bbd-8ee6-aabbd2ce0003","type":"full"}],"payment":"due","amount":39700,"currency":"EUR"}}');
INSERT INTO events VALUES(10,X'0194263e3a8079db80cad4b8fbdd65e7','lanyard.ticketing.ticket-purchase-rejected.v1','s/2','{"specversion":"1.0","id":"0194263e-3a80-79db-80ca-d4b8fbdd65e7","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-rejected.v1","time":"2025-01-02T09:00:00.000Z","subject":"s/2","sequence":"0000000000000000010","correlationid":"1d000000-0000-8000-8000-000000001010","causationid":"1d000000-0000-8000-8000-000000001010","client":"shop","commanddigest":"f1520b4ae7e85b040b9b13cce8854135f47332d03d97507417e57fd03dda755b","data":{"reference":"s/2","client":"shop","code":"sold_out","message":"3 of \"early\" are asked for, 2 are left","retryable":true,"type":"early"}}');
INSERT INTO events VALUES(11,X'0194263e3a80755fb31f4094db6292ee','lanyard.ticketing.ticket-purchase-rejected.v1','s/3','{"specversion":"1.0","id":"0194263e-3a80-755f-b31f-4094db6292ee","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-rejected.v1","time":"2025-01-02T09:00:00.000Z","subject":"s/3","sequence":"0000000000000000011","correlationid":"1d000000-0000-8000-8000-000000001011","causationid":"1d000000-0000-8000-8000-000000001011","client":"shop","commanddigest":"ecb892246323c380aa7cdc557fae902f6cd3b6aa9c089a26ef18bcf349937b8f","data":{"reference":"s/3","client":"shop","code":"unknown_type","message":"there is no ticket type \"none\"","retryable":false,"type":"none"}}');
INSERT INTO events VALUES(12,X'01942b64968078e0acdcf1caee2df72d','lanyard.ticketing.ticket-purchase-created.v1','f/1','{"specversion":"1.0","id":"01942b64-9680-78e0-acdc-f1caee2df72d","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-created.v1","time":"2025-01-03T09:00:00.000Z","subject":"f/1","sequence":"0000000000000000012","correlationid":"1d000000-0000-8000-8000-000000001012","causationid":"1d000000-0000-8000-8000-000000001012","client":"former","commanddigest":"8014c60041ec4cfc11d25e107159b532435701f62e65c664081b8849f57f05d1","data":{"purchase":"01942b64-9680-7fa6-bdab-c5c5f2440000","reference":"f/1","client":"former","purchaser":{"name":"Ed","email":"ed@former.example"},"tickets":[{"id":"01942b64-9680-7fa6-bdab-c5c5f2440001","type":"crew"},{"id":"01942b64-9680-7fa6-bdab-c5c5f2440002","type":"crew"},{"id":"01942b64-9680-7fa6-bdab-c5c5f2440003","type":"full"}],"payment":"waived","amount":0,"currency":"EUR"}}');
INSERT INTO events VALUES(13,X'01942b6496807c209b6332e23e507359','lanyard.ticketing.client-revoked.v1','former','{"specversion":"1.0","id":"01942b64-9680-7c20-9b63-32e23e507359","source":"/pipeconf/ticketing","type":"lanyard.ticketing.client-revoked.v1","time":"2025-01-03T09:00:00.000Z","subject":"former","sequence":"0000000000000000013","correlationid":"1d000000-0000-8000-8000-000000001013","causationid":"1d000000-0000-8000-8000-000000001013","client":"organiser","commanddigest":"ccad9d635bdb0ee86fe246d9827e8be7aafb03a9509036f8f49716fff7930a35","data":{"client":"former"}}');
INSERT INTO events VALUES(14,X'01942b6496807ebc941888749717090e','lanyard.ticketing.client-amended.v1','press','{"specversion":"1.0","id":"01942b64-9680-7ebc-9418-88749717090e","source":"/pipeconf/ticketing","type":"lanyard.ticketing.client-amended.v1","time":"2025-01-03T09:00:00.000Z","subject":"press","sequence":"0000000000000000014","correlationid":"1d000000-0000-8000-8000-000000001015","causationid":"1d000000-0000-8000-8000-000000001015","client":"organiser","commanddigest":"2f15ce0c8abc42130746475777b6c0a0d8e1f1b11fdd7144fa5c975cb1038f7d","data":{"client":"press","may":["create-ticket-purchase"],"types":["full"],"waive":true,"budget":6}}');
INSERT INTO events VALUES(15,X'01942b6496807e7585f7af9c0cbc4b20','lanyard.ticketing.ticket-type-amended.v1','full','{"specversion":"1.0","id":"01942b64-9680-7e75-85f7-af9c0cbc4b20","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-type-amended.v1","time":"2025-01-03T09:00:00.000Z","subject":"full","sequence":"0000000000000000015","correlationid":"1d000000-0000-8000-8000-000000001016","causationid":"1d000000-0000-8000-8000-000000001016","client":"organiser","commanddigest":"58e61609ffda6ec4d05edb6168be1fd38be16521de76e241ce223987896e3547","data":{"type":"full","name":"Full \"pass\"","price":33333,"currency":"EUR","capacity":18}}');
INSERT INTO events VALUES(16,X'0194cb09ba8077759d9bde238d1428f7','lanyard.ticketing.ticket-purchase-rejected.v1','s/6','{"specversion":"1.0","id":"0194cb09-ba80-7775-9d9b-de238d1428f7","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-rejected.v1","time":"2025-02-03T09:00:00.000Z","subject":"s/6","sequence":"0000000000000000016","correlationid":"1d000000-0000-8000-8000-000000001018","causationid":"1d000000-0000-8000-8000-000000001018","client":"shop","commanddigest":"417e2b4ea4cee1c00b3b3ab8b442968eaaa92f373725f50e7d466e59dbb432ad","data":{"reference":"s/6","client":"shop","code":"not_on_sale","message":"\"early\" is no longer on sale","retryable":false,"type":"early"}}');
INSERT INTO events VALUES(17,X'0194cb09ba8076478e713bea534c0f9b','lanyard.ticketing.ticket-purchase-created.v1','s/7','{"specversion":"1.0","id":"0194cb09-ba80-7647-8e71-3bea534c0f9b","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-created.v1","time":"2025-02-03T09:00:00.000Z","subject":"s/7","sequence":"0000000000000000017","correlationid":"1d000000-0000-8000-8000-000000001019","causationid":"1d000000-0000-8000-8000-000000001019","client":"shop","commanddigest":"91910c7247eec1a1b62394ba07d6c0c503bd56b42ce762015266285f6ccfea73","data":{"purchase":"0194cb09-ba80-71f7-9005-91a785160000","reference":"s/7","client":"shop","purchaser":{"name":"Fay","email":"fay@shop.example"},"tickets":[{"id":"0194cb09-ba80-71f7-9005-91a785160001","type":"full"},{"id":"0194cb09-ba80-71f7-9005-91a785160002","type":"full"},{"id":"0194cb09-ba80-71f7-9005-91a785160003","type":"full"}],"payment":"due","amount":99999,"currency":"EUR"}}');
INSERT INTO events VALUES(18,X'0194cb09ba8070d99563f29a6c53c500','lanyard.ticketing.ticket-purchase-created.v1','p/3','{"specversion":"1.0","id":"0194cb09-ba80-70d9-9563-f29a6c53c500","source":"/pipeconf/ticketing","type":"lanyard.ticketing.ticket-purchase-created.v1","time":"2025-02-03T09:00:00.000Z","subject":"p/3","sequence":"0000000000000000018","correlationid":"0194cb09-ba80-7889-8081-f57c1abed103","causationid":"0194cb09-ba80-7889-8081-f57c1abed103","client":"press","commanddigest":"40b3f8166233d321420c6db10425815ced07b9b28bc0fc16d625434b3fdcb7bf","data":{"purchase":"0194cb09-ba80-74a4-83a8-b54971ee0000","reference":"p/3","client":"press","purchaser":{"name":"Gus","email":"gus@press.example"},"tickets":[{"id":"0194cb09-ba80-74a4-83a8-b54971ee0001","type":"full"}],"payment":"waived","amount":0,"currency":"EUR","reason":"radio"}}');
CREATE TABLE outcomes (
	client TEXT NOT NULL,
	command BLOB NOT NULL CHECK (length(command) = 16),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;
INSERT INTO outcomes VALUES('former',X'1d000000000080008000000000001012',X'8014c60041ec4cfc11d25e107159b532435701f62e65c664081b8849f57f05d1',12,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001001',X'0f5c07883cf1adbf32f673dc380346a230be52da1517101f9b1d21bba8de24df',1,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001002',X'8a280863b69f30f91ff716ae69c73284c02185a5c998abafbbb3ecd32ea68736',2,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001003',X'd47a0e5bdd61b8bed23806fc291c05e8b3a672f20c1e9eeb79f1406496eb0a8d',3,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001004',X'1669b1ff1eabd559ed11115707d02bb0a4388cec725d33121fa9750d11319adb',4,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001005',X'71a541964a86be687a82098961f0839cbecbef46aa848f478f53e22f0d86e7b5',5,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001006',X'c02c1747e6e2bba2c903aed636c9d3bd1c4372b78637cab91b9d7b11f2d66e7e',6,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001013',X'ccad9d635bdb0ee86fe246d9827e8be7aafb03a9509036f8f49716fff7930a35',13,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001014',X'ccad9d635bdb0ee86fe246d9827e8be7aafb03a9509036f8f49716fff7930a35',13,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001015',X'2f15ce0c8abc42130746475777b6c0a0d8e1f1b11fdd7144fa5c975cb1038f7d',14,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001016',X'58e61609ffda6ec4d05edb6168be1fd38be16521de76e241ce223987896e3547',15,1);
INSERT INTO outcomes VALUES('organiser',X'1d000000000080008000000000001017',X'b24cfdbaa5ec1b24b6acbeffb9f50a3b888e8a2baa22eca16ecd1e47b9ebd0df',15,1);
INSERT INTO outcomes VALUES('press',X'1d000000000080008000000000001007',X'2a7c0e6f0c258e271bcceaff74d8acc9ac9c6e5f22d837c3e8f00857ad51e293',7,1);
INSERT INTO outcomes VALUES('press',X'1d000000000080008000000000001008',X'8daf858a4f9c6bea372119a323797e446f6f77f7c99d2aee4c98856ec9759ae6',8,1);
INSERT INTO outcomes VALUES('shop',X'1d000000000080008000000000001009',X'9a569c8abc969a7eeb063ce6a040f06fd4f56373b7edbc47d63cf43c70a9cc00',9,1);
INSERT INTO outcomes VALUES('shop',X'1d000000000080008000000000001010',X'f1520b4ae7e85b040b9b13cce8854135f47332d03d97507417e57fd03dda755b',10,1);
INSERT INTO outcomes VALUES('shop',X'1d000000000080008000000000001011',X'ecb892246323c380aa7cdc557fae902f6cd3b6aa9c089a26ef18bcf349937b8f',11,1);
INSERT INTO outcomes VALUES('shop',X'1d000000000080008000000000001018',X'417e2b4ea4cee1c00b3b3ab8b442968eaaa92f373725f50e7d466e59dbb432ad',16,1);
INSERT INTO outcomes VALUES('shop',X'1d000000000080008000000000001019',X'91910c7247eec1a1b62394ba07d6c0c503bd56b42ce762015266285f6ccfea73',17,1);
CREATE TABLE latest (
	client TEXT NOT NULL,
	command TEXT NOT NULL,
	key TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command, key)
) STRICT, WITHOUT ROWID;
INSERT INTO latest VALUES('former','lanyard.ticketing.create-ticket-purchase.v1','f/1',X'8014c60041ec4cfc11d25e107159b532435701f62e65c664081b8849f57f05d1',12,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-client.v1','former',X'c02c1747e6e2bba2c903aed636c9d3bd1c4372b78637cab91b9d7b11f2d66e7e',6,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-client.v1','press',X'1669b1ff1eabd559ed11115707d02bb0a4388cec725d33121fa9750d11319adb',4,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-client.v1','shop',X'71a541964a86be687a82098961f0839cbecbef46aa848f478f53e22f0d86e7b5',5,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-ticket-type.v1','crew',X'd47a0e5bdd61b8bed23806fc291c05e8b3a672f20c1e9eeb79f1406496eb0a8d',3,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-ticket-type.v1','early',X'0f5c07883cf1adbf32f673dc380346a230be52da1517101f9b1d21bba8de24df',1,1);
INSERT INTO latest VALUES('organiser','lanyard.ticketing.add-ticket-type.v1','full',X'8a280863b69f30f91ff716ae69c73284c02185a5c998abafbbb3ecd32ea68736',2,1);
INSERT INTO latest VALUES('press','lanyard.ticketing.create-ticket-purchase.v1','p/1',X'2a7c0e6f0c258e271bcceaff74d8acc9ac9c6e5f22d837c3e8f00857ad51e293',7,1);
INSERT INTO latest VALUES('press','lanyard.ticketing.create-ticket-purchase.v1','p/3',X'40b3f8166233d321420c6db10425815ced07b9b28bc0fc16d625434b3fdcb7bf',18,1);
INSERT INTO latest VALUES('shop','lanyard.ticketing.create-ticket-purchase.v1','s/1',X'9a569c8abc969a7eeb063ce6a040f06fd4f56373b7edbc47d63cf43c70a9cc00',9,1);
INSERT INTO latest VALUES('shop','lanyard.ticketing.create-ticket-purchase.v1','s/7',X'91910c7247eec1a1b62394ba07d6c0c503bd56b42ce762015266285f6ccfea73',17,1);
CREATE TABLE positions (
	name TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket_types (
	type TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	price INTEGER NOT NULL CHECK (price >= 0),
	currency TEXT NOT NULL,
	capacity INTEGER NOT NULL CHECK (capacity >= 0),
	sale_from TEXT,
	sale_until TEXT,
	private INTEGER NOT NULL,
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND capacity),
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO ticket_types VALUES('crew','Crew',0,'EUR',5,NULL,NULL,1,2,3);
INSERT INTO ticket_types VALUES('early','Early bird',4900,'EUR',4,'2025-01-01T00:00:00.000Z','2025-02-01T00:00:00.000Z',0,2,1);
INSERT INTO ticket_types VALUES('full','Full "pass"',33333,'EUR',18,NULL,NULL,0,8,15);
CREATE TABLE clients (
	client TEXT PRIMARY KEY,
	waive INTEGER NOT NULL,
	budget INTEGER,
	expires TEXT,
	revoked INTEGER NOT NULL DEFAULT 0,
	booked INTEGER NOT NULL DEFAULT 0 CHECK (booked >= 0),
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO clients VALUES('former',1,NULL,NULL,1,3,13);
INSERT INTO clients VALUES('press',1,6,NULL,0,3,14);
INSERT INTO clients VALUES('shop',0,NULL,'2026-01-01T00:00:00.000Z',0,6,5);
CREATE TABLE client_commands (
	client TEXT NOT NULL REFERENCES clients,
	command TEXT NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;
INSERT INTO client_commands VALUES('former','create-ticket-purchase');
INSERT INTO client_commands VALUES('press','create-ticket-purchase');
INSERT INTO client_commands VALUES('shop','create-ticket-purchase');
CREATE TABLE client_types (
	client TEXT NOT NULL REFERENCES clients,
	type TEXT NOT NULL,
	PRIMARY KEY (client, type)
) STRICT, WITHOUT ROWID;
INSERT INTO client_types VALUES('former','crew');
INSERT INTO client_types VALUES('former','full');
INSERT INTO client_types VALUES('press','full');
INSERT INTO client_types VALUES('shop','early');
INSERT INTO client_types VALUES('shop','full');
CREATE TABLE purchases (
	purchase BLOB PRIMARY KEY CHECK (length(purchase) = 16),
	client TEXT NOT NULL,
	reference TEXT NOT NULL,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	payment TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	reason TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO purchases VALUES(X'0194263e3a807304b2fc3597c7170000','press','p/1','Zoë','zoe@press.example','waived',0,'EUR','press');
INSERT INTO purchases VALUES(X'0194263e3a807bbd8ee6aabbd2ce0000','shop','s/1','Bo','bo@shop.example','due',39700,'EUR',NULL);
INSERT INTO purchases VALUES(X'01942b6496807fa6bdabc5c5f2440000','former','f/1','Ed','ed@former.example','waived',0,'EUR',NULL);
INSERT INTO purchases VALUES(X'0194cb09ba8071f7900591a785160000','shop','s/7','Fay','fay@shop.example','due',99999,'EUR',NULL);
INSERT INTO purchases VALUES(X'0194cb09ba8074a483a8b54971ee0000','press','p/3','Gus','gus@press.example','waived',0,'EUR','radio');
CREATE TABLE tickets (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	type TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tickets VALUES(X'0194263e3a807304b2fc3597c7170001','full');
INSERT INTO tickets VALUES(X'0194263e3a807304b2fc3597c7170002','full');
INSERT INTO tickets VALUES(X'0194263e3a807bbd8ee6aabbd2ce0001','early');
INSERT INTO tickets VALUES(X'0194263e3a807bbd8ee6aabbd2ce0002','early');
INSERT INTO tickets VALUES(X'0194263e3a807bbd8ee6aabbd2ce0003','full');
INSERT INTO tickets VALUES(X'01942b6496807fa6bdabc5c5f2440001','crew');
INSERT INTO tickets VALUES(X'01942b6496807fa6bdabc5c5f2440002','crew');
INSERT INTO tickets VALUES(X'01942b6496807fa6bdabc5c5f2440003','full');
INSERT INTO tickets VALUES(X'0194cb09ba8071f7900591a785160001','full');
INSERT INTO tickets VALUES(X'0194cb09ba8071f7900591a785160002','full');
INSERT INTO tickets VALUES(X'0194cb09ba8071f7900591a785160003','full');
INSERT INTO tickets VALUES(X'0194cb09ba8074a483a8b54971ee0001','full');
CREATE TRIGGER events_keep_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
CREATE TRIGGER events_keep_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;
COMMIT;
