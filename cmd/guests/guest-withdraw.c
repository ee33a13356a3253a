#include "client/tools.h"
#include "guests/guests.h"
#include "store/outcome.h"

int main(int argc, char **argv)
{
	static const struct message *const events[] = {
		&guest_withdrawn_message, &command_answered_message, NULL};

	return client_command(&guests, "guest-withdraw", "Takes guests off the list.",
		&withdraw_guest_message, NULL, events, argc, argv);
}
