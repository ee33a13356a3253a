#include "client/tools.h"
#include "guests/guests.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&guest_registered_message, &guest_amended_message, &command_answered_message, NULL};

	return client_command(&guests, "guest-register",
		"Puts guests on the list, and amends their records.", &register_guest_message,
		&amend_guest_message, events, argc, argv);
}
