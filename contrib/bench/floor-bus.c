/*
 * The bus's floor: libnats alone, as its examples use it.
 *
 *     floor-bus publish STREAM <LINES    asynchronous publishing
 *     floor-bus consume STREAM >LINES    pulling by the thousand, acknowledged one by one
 *
 * No expected sequence and no id is sent, nothing is checked, no command is run.
 */
#include <err.h>
#include <nats/nats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNDER_WAY = 1000, BATCH = 1000, WAIT = 5000 };

static void must(natsStatus status, const char *what)
{
	if (status != NATS_OK)
		errx(69, "%s: %s", what, natsStatus_GetText(status));
}

static void publish(natsConnection *connection, jsCtx *streams, const char *stream)
{
	const char *subjects[] = {stream};
	jsStreamConfig config;
	jsOptions options;
	jsPubOptions patience;
	jsCtx *sending = NULL;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	jsStreamConfig_Init(&config);
	config.Name = stream;
	config.Subjects = subjects;
	config.SubjectsLen = 1;
	config.Storage = js_FileStorage;
	must(js_AddStream(NULL, streams, &config, NULL, NULL), "making a stream");
	jsOptions_Init(&options);
	options.PublishAsync.MaxPending = UNDER_WAY;
	options.PublishAsync.StallWait = WAIT;
	must(natsConnection_JetStream(&sending, connection, &options), "JetStream");
	while ((length = getline(&line, &room, stdin)) > 0)
		must(js_PublishAsync(sending, stream, line, (int)length - 1, NULL), "publishing");
	jsPubOptions_Init(&patience);
	patience.MaxWait = WAIT;
	must(js_PublishAsyncComplete(sending, &patience), "waiting");
	jsCtx_Destroy(sending);
	free(line);
}

static void consume(jsCtx *streams, const char *stream)
{
	natsSubscription *subscription = NULL;
	jsSubOptions options;

	jsSubOptions_Init(&options);
	options.Stream = stream;
	options.Config.MaxAckPending = BATCH;
	must(js_PullSubscribe(&subscription, streams, stream, "floor", NULL, &options, NULL),
		"subscribing");
	for (;;) {
		natsMsgList list = {0};
		natsStatus status = natsSubscription_Fetch(&list, subscription, BATCH, 200, NULL);
		int i;

		if (status == NATS_TIMEOUT)
			break;
		must(status, "fetching");
		for (i = 0; i < list.Count; i++) {
			printf("%.*s\n", natsMsg_GetDataLength(list.Msgs[i]),
				natsMsg_GetData(list.Msgs[i]));
			if (i + 1 < list.Count)
				must(natsMsg_Ack(list.Msgs[i], NULL), "acknowledging");
			else
				must(natsMsg_AckSync(list.Msgs[i], NULL, NULL), "acknowledging");
		}
		natsMsgList_Destroy(&list);
	}
	natsSubscription_Destroy(subscription);
}

int main(int argc, char **argv)
{
	natsConnection *connection = NULL;
	jsCtx *streams = NULL;

	if (argc != 3)
		errx(64, "usage: floor-bus publish | consume STREAM");
	must(natsConnection_ConnectTo(&connection, getenv("NATS_URL")), "connecting");
	must(natsConnection_JetStream(&streams, connection, NULL), "JetStream");
	if (strcmp(argv[1], "publish") == 0)
		publish(connection, streams, argv[2]);
	else
		consume(streams, argv[2]);
	if (fflush(stdout) != 0)
		err(74, "stdout");
	jsCtx_Destroy(streams);
	natsConnection_Destroy(connection);
	return 0;
}
