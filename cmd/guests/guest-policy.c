#include "client/tools.h"
#include "guests/guests.h"

int main(int argc, char **argv)
{
	return client_policy(&guests, "guest-policy", NULL, NULL, argc, argv);
}
