#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_policy(&guests, "guest-policy", &adopt_guest_policy_message,
		&guest_policy_adopted_message, argc, argv);
}
