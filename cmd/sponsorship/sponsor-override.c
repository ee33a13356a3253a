#include "client/tools.h"
#include "sponsorship/crm.h"

int main(int argc, char **argv)
{
	return client_override(&sponsorship, "sponsor-override", argc, argv);
}
