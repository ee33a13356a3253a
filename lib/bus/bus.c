#include "bus/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

/* The timeout for connecting, and the interval between reconnections. */
enum { CONNECT_MILLISECONDS = 5000, RECONNECT_MILLISECONDS = 500 };

/*
 * The ping interval, and the number of unanswered pings after which the connection is
 * lost: an unplugged cable causes no error.
 */
enum { PING_MILLISECONDS = 10000, PINGS = 2 };

bool bus_is_forbidden(struct bus *bus)
{
	return atomic_load(&bus->forbidden);
}

/* The broker reports a denied permission in an asynchronous error, not in a reply. */
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
	/* libnats prefixes its source position: "(conn.c:2088): Authorization Violation". */
	if (last != NULL && *last == '(' && strstr(last, "): ") != NULL)
		last = strstr(last, "): ") + strlen("): ");
	if (last == NULL || strcmp(last, natsStatus_GetText(status)) == 0)
		last = "";
	return fault_set(fault, exit_status, "bus: %s: %s%s%s", doing, natsStatus_GetText(status),
		*last != '\0' ? ": " : "", last);
}

static void count_reconnection(natsConnection *connection, void *closure)
{
	struct bus *bus = closure;

	(void)connection;
	atomic_fetch_add(&bus->reconnections, 1);
}

/* Errors are reported by the failing call; without this handler, libnats prints others. */
static void handle_error(natsConnection *connection, natsSubscription *subscription,
	natsStatus status, void *closure)
{
	struct bus *bus = closure;

	(void)connection;
	(void)subscription;
	if (status == NATS_NOT_PERMITTED)
		atomic_store(&bus->forbidden, true);
}

static bool fail_connecting(
	const char *(*variable)(const char *name), natsStatus status, struct fault *fault)
{
	struct buffer doing = {0};

	buffer_add_text(&doing, "connecting to ");
	login_add_urls(variable, &doing);
	bus_fail(NULL, fault, status, buffer_text(&doing));
	buffer_release(&doing);
	return false;
}

static natsStatus set_up(struct bus *bus, natsOptions *options)
{
	natsStatus status = natsOptions_SetName(options, "lanyard");

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
		status = natsOptions_SetReconnectedCB(options, count_reconnection, bus);
	if (status == NATS_OK)
		status = natsOptions_SetErrorHandler(options, handle_error, bus);
	return status;
}

/* Connects BUS; false with FAULT set. */
static bool connect_bus(struct bus *bus, natsOptions *options,
	const char *(*variable)(const char *name), struct fault *fault)
{
	natsStatus status = natsConnection_Connect(&bus->connection, options);

	if (status != NATS_OK)
		return fail_connecting(variable, status, fault);
	status = bus_jetstream(bus, NULL, &bus->jetstream);
	return status == NATS_OK || bus_fail(bus, fault, status, "JetStream");
}

struct bus *bus_connect(const char *(*variable)(const char *name), struct fault *fault)
{
	struct bus *bus = memory_zeroed(1, sizeof(*bus));
	const char *prefix = variable("NATS_JS_API_PREFIX");
	natsOptions *options = NULL;
	bool connected;

	if (prefix != NULL)
		bus->prefix = memory_text(prefix);
	if (natsOptions_Create(&options) != NATS_OK || set_up(bus, options) != NATS_OK)
		memory_exhausted();
	connected =
		login_set(options, variable, fault) && connect_bus(bus, options, variable, fault);
	natsOptions_Destroy(options);
	if (connected)
		return bus;
	bus_close(bus);
	return NULL;
}

natsStatus bus_jetstream(const struct bus *bus, const jsOptions *settings, jsCtx **jetstream)
{
	jsOptions options;

	jsOptions_Init(&options);
	if (settings != NULL)
		options = *settings;
	options.Prefix = bus->prefix;
	return natsConnection_JetStream(jetstream, bus->connection, &options);
}

void bus_close(struct bus *bus)
{
	if (bus == NULL)
		return;
	jsCtx_Destroy(bus->jetstream);
	natsConnection_Close(bus->connection);
	natsConnection_Destroy(bus->connection);
	free(bus->prefix);
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
