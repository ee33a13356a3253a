#include "bus/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

static const char default_url[] = "nats://127.0.0.1:4222";

/* After that long a first word must have come; a lost connection is made again so often. */
enum { CONNECT_MILLISECONDS = 5000, RECONNECT_MILLISECONDS = 500 };

/*
 * A broker that says nothing is asked so often, and given up when so many have no answer:
 * a cut cable says nothing, either.
 */
enum { PING_MILLISECONDS = 10000, PINGS = 2 };

bool bus_is_forbidden(struct bus *bus)
{
	return atomic_load(&bus->forbidden);
}

/* What the broker does not permit it does not answer: it says so beside. */
static bool fail_forbidden(struct bus *bus, const char *doing, struct fault *fault)
{
	const char *reason = NULL;

	if (natsConnection_GetLastError(bus->connection, &reason) != NATS_NOT_PERMITTED)
		reason = NULL;
	return fault_set(
		fault, EX_NOPERM, "bus: %s: %s", doing, reason != NULL ? reason : "not permitted");
}

bool bus_fail(struct bus *bus, struct fault *fault, natsStatus status, const char *doing)
{
	const char *last = nats_GetLastError(NULL);
	int exit_status = EX_UNAVAILABLE;

	if (status == NATS_TIMEOUT && bus != NULL && bus_is_forbidden(bus))
		return fail_forbidden(bus, doing, fault);

	switch (status) {
	case NATS_CONNECTION_AUTH_FAILED:
	case NATS_NOT_PERMITTED:
		exit_status = EX_NOPERM;
		break;
	case NATS_SSL_ERROR:
	case NATS_SECURE_CONNECTION_WANTED:
	case NATS_SECURE_CONNECTION_REQUIRED:
	case NATS_ADDRESS_MISSING:
	case NATS_INVALID_ARG:
	case NATS_MAX_PAYLOAD:
		exit_status = EX_CONFIG;
		break;
	case NATS_NO_MEMORY:
		memory_exhausted();
	default:
		break;
	}
	/* libnats says where in its source: "(conn.c:2088): Authorization Violation". */
	if (last != NULL && *last == '(' && strstr(last, "): ") != NULL)
		last = strstr(last, "): ") + strlen("): ");
	if (last == NULL || strcmp(last, natsStatus_GetText(status)) == 0)
		last = "";
	return fault_set(fault, exit_status, "bus: %s: %s%s%s", doing, natsStatus_GetText(status),
		*last != '\0' ? ": " : "", last);
}

static void note_reconnection(natsConnection *connection, void *closure)
{
	struct bus *bus = closure;

	(void)connection;
	atomic_fetch_add(&bus->reconnections, 1);
}

/* What goes wrong is told by the call that it went wrong in; libnats would print the rest. */
static void note_error(natsConnection *connection, natsSubscription *subscription,
	natsStatus status, void *closure)
{
	struct bus *bus = closure;

	(void)connection;
	(void)subscription;
	if (status == NATS_NOT_PERMITTED)
		atomic_store(&bus->forbidden, true);
}

/* Adds URLS to OUT without the users and passwords that they may have. */
static void add_without_logins(const char *urls, struct buffer *out)
{
	while (*urls != '\0') {
		size_t length = strcspn(urls, ",");
		const char *at = memrchr(urls, '@', length);
		const char *scheme = memmem(urls, length, "://", 3);

		if (at != NULL && scheme != NULL)
			buffer_add(out, urls, (size_t)(scheme + 3 - urls));
		if (at != NULL)
			buffer_add(out, at + 1, length - (size_t)(at + 1 - urls));
		else
			buffer_add(out, urls, length);
		urls += length;
		if (*urls == ',')
			buffer_add(out, urls++, 1);
	}
}

static bool fail_connecting(const char *urls, natsStatus status, struct fault *fault)
{
	struct buffer doing = {0};

	buffer_add_text(&doing, "connecting to ");
	add_without_logins(urls, &doing);
	bus_fail(NULL, fault, status, buffer_text(&doing));
	buffer_release(&doing);
	return false;
}

static natsStatus set_servers(natsOptions *options, const char *urls)
{
	const char *list[16];
	char *copy = memory_text(urls), *rest = copy;
	int count = 0;
	natsStatus status;

	while (rest != NULL && count < 16)
		list[count++] = strsep(&rest, ",");
	status = rest == NULL ? natsOptions_SetServers(options, list, count) : NATS_INVALID_ARG;
	free(copy);
	return status;
}

/* By user and password, a file of credentials, certificates: whatever is said. */
static natsStatus set_login(natsOptions *options, const char *(*variable)(const char *name))
{
	const char *user = variable("NATS_USER"), *password = variable("NATS_PASSWORD");
	const char *token = variable("NATS_TOKEN"), *credentials = variable("NATS_CREDS");
	const char *ca = variable("NATS_CA");
	const char *certificate = variable("NATS_CERT"), *key = variable("NATS_KEY");
	natsStatus status = NATS_OK;

	if (user != NULL)
		status = natsOptions_SetUserInfo(options, user, password != NULL ? password : "");
	if (status == NATS_OK && token != NULL)
		status = natsOptions_SetToken(options, token);
	if (status == NATS_OK && credentials != NULL)
		status = natsOptions_SetUserCredentialsFromFiles(options, credentials, NULL);
	if (status == NATS_OK && (ca != NULL || certificate != NULL))
		status = natsOptions_SetSecure(options, true);
	if (status == NATS_OK && ca != NULL)
		status = natsOptions_LoadCATrustedCertificates(options, ca);
	if (status == NATS_OK && certificate != NULL)
		status = natsOptions_LoadCertificatesChain(options, certificate, key);
	return status;
}

static const char *urls_of(const char *(*variable)(const char *name))
{
	const char *urls = variable("NATS_URL");

	return urls != NULL ? urls : default_url;
}

static natsStatus set_up(
	struct bus *bus, natsOptions *options, const char *(*variable)(const char *name))
{
	natsStatus status = set_servers(options, urls_of(variable));

	if (status == NATS_OK)
		status = set_login(options, variable);
	if (status == NATS_OK)
		status = natsOptions_SetName(options, "lanyard");
	if (status == NATS_OK)
		status = natsOptions_SetTimeout(options, CONNECT_MILLISECONDS);
	if (status == NATS_OK)
		status = natsOptions_SetMaxReconnect(options, -1);
	if (status == NATS_OK)
		status = natsOptions_SetReconnectWait(options, RECONNECT_MILLISECONDS);
	if (status == NATS_OK)
		status = natsOptions_SetPingInterval(options, PING_MILLISECONDS);
	if (status == NATS_OK)
		status = natsOptions_SetMaxPingsOut(options, PINGS);
	if (status == NATS_OK)
		status = natsOptions_SetFailRequestsOnDisconnect(options, true);
	if (status == NATS_OK)
		status = natsOptions_SetReconnectedCB(options, note_reconnection, bus);
	if (status == NATS_OK)
		status = natsOptions_SetErrorHandler(options, note_error, bus);
	return status;
}

struct bus *bus_connect(const char *(*variable)(const char *name), struct fault *fault)
{
	struct bus *bus = memory_zeroed(1, sizeof(*bus));
	natsOptions *options = NULL;
	natsStatus status = natsOptions_Create(&options);

	if (status == NATS_OK)
		status = set_up(bus, options, variable);
	if (status != NATS_OK)
		fault_set(fault, EX_CONFIG,
			"bus: what NATS_... says of the broker can't be used: %s",
			natsStatus_GetText(status));
	if (status == NATS_OK) {
		status = natsConnection_Connect(&bus->connection, options);
		if (status != NATS_OK)
			fail_connecting(urls_of(variable), status, fault);
	}
	if (status == NATS_OK) {
		status = natsConnection_JetStream(&bus->streams, bus->connection, NULL);
		if (status != NATS_OK)
			bus_fail(bus, fault, status, "JetStream");
	}
	natsOptions_Destroy(options);
	if (status == NATS_OK)
		return bus;
	bus_close(bus);
	return NULL;
}

void bus_close(struct bus *bus)
{
	if (bus == NULL)
		return;
	jsCtx_Destroy(bus->streams);
	natsConnection_Close(bus->connection);
	natsConnection_Destroy(bus->connection);
	free(bus);
}

bool bus_is_closed(const struct bus *bus)
{
	return natsConnection_IsClosed(bus->connection);
}

unsigned bus_reconnections(const struct bus *bus)
{
	return atomic_load(&bus->reconnections);
}

bool bus_wait(const struct bus *bus, unsigned reconnections, unsigned seconds)
{
	for (; seconds > 0; seconds--) {
		sleep(1);
		if (bus != NULL && bus_reconnections(bus) != reconnections)
			return true;
	}
	return false;
}
