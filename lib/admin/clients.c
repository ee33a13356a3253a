#include "admin/clients.h"

#include <stdio.h>
#include <unistd.h>

#include "base/memory.h"

const struct admin_client admin_clients[ADMIN_CLIENTS] = {
	{"sponsorship", "sponsor", "sponsors",
		"sponsor-register acme --name 'Acme Ltd' --email tickets@acme.example --level",
		"level", "Gold", "sponsor-onboard", true},
	{"speakers", "speaker", "speakers",
		"speaker-invite ann --name 'Ann Lee' --email ann@talks.example --roles", "role",
		"talk", NULL, true},
	{"guests", "guest", "guests",
		"guest-register gus --name 'Gus Day' --email gus@crew.example --group", "group",
		"crew", NULL, false},
};

const char *admin_context(size_t number)
{
	return number == 0 ? "ticketing" : admin_clients[number - 1].context;
}

bool admin_has_tool(const char *tool)
{
	char *path = memory_text(getenv("PATH")), *rest = path, *directory;
	bool found = false;

	while (!found && (directory = strsep(&rest, ":")) != NULL) {
		char *file;

		if (asprintf(&file, "%s/%s", *directory != '\0' ? directory : ".", tool) < 0)
			memory_exhausted();
		found = access(file, X_OK) == 0;
		free(file);
	}
	free(path);
	return found;
}

bool admin_has_client(const struct admin_client *client)
{
	char policy[64];

	snprintf(policy, sizeof(policy), "%s-policy", client->prefix);
	return admin_has_tool(policy);
}
