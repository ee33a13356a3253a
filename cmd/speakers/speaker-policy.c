#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_policy(&speakers, "speaker-policy", NULL, NULL, argc, argv);
}
