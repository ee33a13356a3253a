#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_command(&guests, "guest-withdraw", "Removes guests from the list.",
		&withdraw_guest_message, &guest_withdrawn_message, argc, argv);
}
