#include "client/tools.h"
#include "sponsorship/crm.h"

int main(int argc, char **argv)
{
	return client_unused(&sponsorship, "sponsor-unused", argc, argv);
}
