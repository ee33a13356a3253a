#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "sign",
		.doc = "records that a contract was signed",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &sign_contract_message,
	},
	{
		.name = "void",
		.doc = "records that a contract is void",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &void_contract_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&contract_signed_message,
	&contract_voided_message,
	NULL,
};

static const struct tool sponsor_contract_tool = {
	.name = "sponsor-contract",
	.doc = "Records sponsors' contracts.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_contract_tool, argc, argv);
}
