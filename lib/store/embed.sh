#!/bin/sh
# Writes C that holds the migrations of one component: embed.sh COMPONENT FILE...
# Each file is NNNN-name.sql; NNNN is the schema version that it brings.
set -eu
component=$1
shift
printf '#include "store/schema.h"\n\nstatic const struct migration migrations[] = {\n'
for file; do
	base=${file##*/}
	version=$(printf '%s\n' "${base%%-*}" | sed 's/^0*//')
	printf '\t{%s, "%s",\n' "$version" "${base%.sql}"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/^/\t\t"/; s/$/\\n"/' "$file"
	printf '\t},\n'
done
printf '};\n\nconst struct schema %s_schema = {"%s", migrations, %d};\n' \
	"$component" "$component" $#
