# The first two examples of a tool's page that name the tool, and are short enough to be folded, as
# C, for its --help.
# usage: awk -v tool=ticket-type -f examples.awk ticket-type.1
BEGIN { print "#include \"tool/help.h\"\n\nconst char *const tool_examples[] = {" }
/^\.Sh / { within = $2 == "EXAMPLES" }
within && /^\$ / && count < 2 && length($0) <= 150 && !/'[^']{60}/ && $0 ~ "(^|[ |(])" tool "( |$)" {
	sub(/^\$ /, "")
	gsub(/\\e/, "\\")
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t\"%s\",\n", $0
	count++
}
END { print "\tNULL,\n};" }
