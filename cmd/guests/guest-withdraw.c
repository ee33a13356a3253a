#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_command(&guests, "guest-withdraw", "Records that guests have withdrawn.",
		&withdraw_guest_message, &guest_withdrawn_message, argc, argv);
}
