#include "client/tools.h"
#include "sponsorship/crm.h"

int main(int argc, char **argv)
{
	return client_reconcile(&sponsorship, "sponsor-reconcile", argc, argv);
}
