#include "base/fault.h"

#include <errno.h>

void fault_trim(char *text)
{
	size_t length = strlen(text);
	size_t back = 0;

	while (back < length && back < 3 && ((unsigned char)text[length - 1 - back] & 0xc0) == 0x80)
		back++;
	if (back < length) {
		unsigned char lead = (unsigned char)text[length - 1 - back];
		size_t follow = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;

		if (follow > back)
			text[length - 1 - back] = '\0';
	}
}

bool fault_set_list(struct fault *fault, int status, const char *format, va_list arguments)
{
	if (fault->status != 0)
		return false;
	fault->status = status;
	vsnprintf(fault->reason, sizeof(fault->reason), format, arguments);
	fault_trim(fault->reason);
	return false;
}

bool fault_set(struct fault *fault, int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(fault, status, format, arguments);
	va_end(arguments);
	return false;
}

bool fault_set_errno(struct fault *fault, int status, const char *format, ...)
{
	int saved = errno;
	va_list arguments;
	size_t length;

	if (fault->status != 0)
		return false;
	if (saved == EMFILE || saved == ENFILE || saved == ENOMEM)
		status = EX_OSERR;
	va_start(arguments, format);
	fault_set_list(fault, status, format, arguments);
	va_end(arguments);
	length = strlen(fault->reason);
	snprintf(fault->reason + length, sizeof(fault->reason) - length, ": %s", strerror(saved));
	return false;
}

void fault_clear(struct fault *fault)
{
	*fault = (struct fault){0};
}
