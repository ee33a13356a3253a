#include "client/tools.h"
#include "speakers/speakers.h"

int main(int argc, char **argv)
{
	return client_unused(&speakers, "speaker-unused", argc, argv);
}
