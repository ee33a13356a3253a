#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "bus/internal.h"

typedef const char *variable_reader(const char *name);

/* The maximum number of URLs. */
enum { SERVERS = 16 };

static const char *urls_of(variable_reader *variable)
{
	const char *urls = variable("NATS_URL");

	return urls != NULL ? urls : "nats://127.0.0.1:4222";
}

void login_add_urls(variable_reader *variable, struct buffer *out)
{
	const char *urls = urls_of(variable);

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

static bool fail_url(variable_reader *variable, struct fault *fault)
{
	struct buffer urls = {0};

	login_add_urls(variable, &urls);
	fault_set(fault, EX_CONFIG,
		"bus: NATS_URL is not a list of at most 16 URLs, each nats:// or tls://: %s",
		buffer_text(&urls));
	buffer_release(&urls);
	return false;
}

/* libnats accepts any scheme, and the failure would look like an unreachable host. */
static bool is_address(const char *url)
{
	return (*url != '\0' && strstr(url, "://") == NULL) ||
	       strncmp(url, "nats://", strlen("nats://")) == 0 ||
	       strncmp(url, "tls://", strlen("tls://")) == 0;
}

static bool set_servers(natsOptions *options, variable_reader *variable, struct fault *fault)
{
	const char *list[SERVERS];
	char *copy = memory_text(urls_of(variable)), *rest = copy;
	bool good = true;
	int count = 0;

	while (rest != NULL && count < SERVERS) {
		list[count] = strsep(&rest, ",");
		good = good && is_address(list[count++]);
	}
	good = good && rest == NULL && natsOptions_SetServers(options, list, count) == NATS_OK;
	free(copy);
	return good || fail_url(variable, fault);
}

/* Checks the file that NAME names: libnats reports a missing one as an unreachable broker. */
static bool is_readable(variable_reader *variable, const char *name, struct fault *fault)
{
	const char *path = variable(name);

	return path == NULL || access(path, R_OK) == 0 ||
	       fault_set_errno(fault, EX_CONFIG, "bus: %s: %s", name, path);
}

static bool check_files(variable_reader *variable, struct fault *fault)
{
	if ((variable("NATS_CERT") != NULL) != (variable("NATS_KEY") != NULL))
		return fault_set(
			fault, EX_CONFIG, "bus: NATS_CERT and NATS_KEY require each other");
	return is_readable(variable, "NATS_CREDS", fault) &&
	       is_readable(variable, "NATS_CA", fault) &&
	       is_readable(variable, "NATS_CERT", fault) &&
	       is_readable(variable, "NATS_KEY", fault);
}

/* Login by user and password, token, credentials file or certificate, as set. */
static natsStatus set_login(natsOptions *options, variable_reader *variable)
{
	const char *user = variable("NATS_USER"), *password = variable("NATS_PASSWORD");
	const char *token = variable("NATS_TOKEN"), *credentials = variable("NATS_CREDS");
	const char *ca = variable("NATS_CA"), *certificate = variable("NATS_CERT");
	const char *inbox = variable("NATS_INBOX_PREFIX");
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
		status = natsOptions_LoadCertificatesChain(
			options, certificate, variable("NATS_KEY"));
	if (status == NATS_OK && inbox != NULL)
		status = natsOptions_SetCustomInboxPrefix(options, inbox);
	return status;
}

bool login_set(natsOptions *options, variable_reader *variable, struct fault *fault)
{
	natsStatus status;

	if (!set_servers(options, variable, fault) || !check_files(variable, fault))
		return false;
	status = set_login(options, variable);
	return status == NATS_OK ||
	       fault_set(fault, EX_CONFIG, "bus: a NATS_... variable is invalid: %s",
		       natsStatus_GetText(status));
}
