# Makes a tool's manual page, in mdoc(7), of two files: what its --help prints, and the source
# of the page.
#
# From --help come the synopsis, the options, the fields, and those parts of ENVIRONMENT and
# EXIT STATUS that follow from the options. The source has the rest. Its sections OPTIONS,
# ENVIRONMENT and EXIT STATUS hold items (.It) only: each replaces the item of the same head, or
# is added.

function sentence(text) {
	gsub(/  +/, " ", text)
	gsub(/\\/, "\\e", text)
	gsub(/--/, "\\-\\-", text)
	if (text !~ /[.!?]$/)
		text = text "."
	return toupper(substr(text, 1, 1)) substr(text, 2)
}

# An item is known by its section and the first flag, variable or number of its head.
function key_of(section, head,    words) {
	split(head, words, " ")
	return section "/" (words[1] == "Fl" || words[1] == "Ev" ? words[2] : words[1])
}
function add_item(section, head, text,    key) {
	key = key_of(section, head)
	if (!(key in text_of))
		order[section, ++count[section]] = key
	head_of[key] = head
	text_of[key] = text
}
function print_items(section, width,    i, key) {
	print ".Bl -tag -width " width
	for (i = 1; i <= count[section]; i++) {
		key = order[section, i]
		printf ".It %s\n%s\n", head_of[key], text_of[key]
	}
	print ".El"
}

# "[-c client]", "[--waive | --no-waive]", "directory", as macros.
function macros(word) {
	gsub(/--/, "Fl -", word)
	if (word ~ /^-/)
		sub(/^-/, "Fl ", word)
	if (word !~ /^Fl /)
		return "Ar " word
	if (word !~ /\|/ && word ~ /^Fl [^ ]+ /)
		sub(/^Fl [^ ]+ /, "& Ar ", word)
	gsub(/  +/, " ", word)
	return word
}
function add_synopsis(line,    word) {
	sub(/^(usage:)? +/, "", line)
	sub(/^[^ ]+ ?/, "", line)
	synopsis = synopsis ".Nm\n"
	if (line ~ /^[^[]/) {
		word = line
		sub(/ .*/, "", word)
		if (word in verbs || word ~ /^--/) {
			synopsis = synopsis (word ~ /^--/ ? ".Fl " substr(word, 2) : ".Cm " word) "\n"
			sub(/^[^ ]+ ?/, "", line)
		}
	}
	while (line != "") {
		if (match(line, /^\[[^]]*\]/)) {
			synopsis = synopsis ".Op " macros(substr(line, 2, RLENGTH - 2)) "\n"
		} else {
			match(line, /^[^ ]+( \.\.\.)?/)
			synopsis = synopsis "." macros(substr(line, 1, RLENGTH)) "\n"
		}
		line = substr(line, RLENGTH + 1)
		sub(/^ +/, "", line)
	}
}

# "  name      --option argument   what it is"; what lies within another is indented.
function add_field(line,    indent, name, option) {
	match(line, /^ +/)
	indent = RLENGTH
	sub(/^ +/, "", line)
	name = line
	sub(/ .*/, "", name)
	sub(/^[^ ]+ +/, "", line)
	if (match(line, /^--[^ ]+( [^ ]+)*  +/)) {
		option = substr(line, 1, RLENGTH)
		line = substr(line, RLENGTH + 1)
		sub(/ +$/, "", option)
	}
	while (depth > 0 && indent < indents[depth]) {
		fields = fields ".El\n"
		depth--
	}
	if (depth == 0 || indent > indents[depth]) {
		fields = fields ".Bl -tag -width Ds\n"
		indents[++depth] = indent
	}
	if (option ~ / time$/)
		has_times = 1
	fields = fields ".It " name (option != "" ? " Pq " field_option(option) : "") "\n" sentence(line) "\n"
}
function field_option(option,    parts, n) {
	n = split(option, parts, ", ")
	return macros(parts[1]) (n > 1 ? " , " macros(parts[2]) : "")
}
function end_fields() {
	for (; depth > 0; depth--)
		fields = fields ".El\n"
}

# "  -d, --store file   what it does"
function add_option(line,    left, letter) {
	sub(/^ +/, "", line)
	match(line, /  +/)
	left = substr(line, 1, RSTART - 1)
	line = substr(line, RSTART + RLENGTH)
	if (left ~ /^(-h|--help|--version|--describe|--values field)$/)
		return
	letter = ""
	if (left ~ /^-[^-]/) {
		letter = substr(left, 2, 1)
		options = options letter
		sub(/^-.,? ?/, "", left)
	}
	left = macros(left)
	if (letter != "") {
		sub(/^Fl /, "", left)
		left = "Fl " letter " , " left
	}
	sub(/<context>/, store_name(), line)
	add_item("OPTIONS", left, sentence(line))
}
# The directory of a page is its context; what serves several has none of its own.
function store_name(    parts, n) {
	n = split(ARGV[2], parts, "/")
	return parts[n - 1] ~ /^(events|bus)$/ ? "<context>" : parts[n - 1]
}

function add_defaults() {
	if (options ~ /d/) {
		add_item("ENVIRONMENT", "Ev LANYARD_HOME", "The directory of the stores; by default\n.Pa ~/.local/share/lanyard .")
		add_item("ENVIRONMENT", "Ev LANYARD_CONFERENCE", "The conference; by default the only one in that directory.")
	}
	add_item("EXIT STATUS", "0", "All was done.")
	if (options ~ /e/)
		add_item("EXIT STATUS", "1", "The command of the operands and options was refused for a business reason; with\n.Fl e ,\none of the lines was.")
	add_item("EXIT STATUS", "64", "The command line is invalid.")
	if (options ~ /r/) {
		add_item("EXIT STATUS", "65", "Some lines were bad; the others were done.")
		add_item("EXIT STATUS", "73", "A file or directory can't be made.")
	}
	add_item("EXIT STATUS", "74", "Input or output failed, standard output included.")
	if (options ~ /d/) {
		add_item("EXIT STATUS", "66", "There is no such store.")
		add_item("EXIT STATUS", "75", "The store is busy; run it again.")
		add_item("EXIT STATUS", "77", "Not permitted.")
		add_item("EXIT STATUS", "78", "The store is another context's or conference's, or of a newer version.")
	}
}
function sort_statuses(    section, i, j, key) {
	section = "EXIT STATUS"
	for (i = 2; i <= count[section]; i++) {
		key = order[section, i]
		for (j = i - 1; j > 0 && head_of[order[section, j]] + 0 > head_of[key] + 0; j--)
			order[section, j + 1] = order[section, j]
		order[section, j + 1] = key
	}
}

function print_options() {
	if (count["OPTIONS"] > 0) {
		print ".Pp\nThe options are:"
		print_items("OPTIONS", "Ds")
	}
	print ".Pp\n.Fl h\nprints the synopsis,\n.Fl -help\nthe fields and options, too,\n.Fl -version\nthe version and\n.Fl -describe\nwhat the tool consumes, emits, reads and writes, as JSON.\n.Fl -values Ar field\nlists what the store has for a field, or with\n.Ar field Ns = Ns Ar prefix\nwhat begins so; completion uses it."
	printf "%s", fields
	if (has_times)
		print ".Pp\nA time is a date, or a date and a time of day such as\n.Ql 2027-03-01 18:00 ,\nin the conference's time zone, or in UTC if it has none; or it has an offset from UTC, as in\n.Ql 2027-03-01T18:00:00-06:00 .\nA date alone is its beginning, and as an end it is the end of that day: see DATES in\n.Xr lanyard 7 ."
}
function print_environment() {
	if (count["ENVIRONMENT"] > 0) {
		print ".Sh ENVIRONMENT"
		print_items("ENVIRONMENT", "LANYARD_CONFERENCE")
		print ".Pp\n.Xr lanyard 7\nlists all variables."
	}
}
function print_statuses() {
	sort_statuses()
	print ".Sh EXIT STATUS"
	print_items("EXIT STATUS", "Ds")
	print ".Pp\n.Xr lanyard 7\nlists all statuses."
}

# What stands before a section of the source, in the order that mdoc(7) lists.
function print_before(heading) {
	if (heading == ".Sh DESCRIPTION")
		printf ".Sh SYNOPSIS\n%s", synopsis
	else if (heading != ".Sh NAME") {
		if (!printed++) {
			print_options()
			print_environment()
		}
		if (heading != ".Sh FILES" && !finished++)
			print_statuses()
	}
}

# What --help prints; a line with many blanks before it is the rest of the one before.
FNR == NR {
	if (!sub(/^                +/, "  "))
		helped_count++
	helped[helped_count] = helped[helped_count] $0
	next
}
function read_help() {
	if (/^usage: / || (/^       / && part == "usage")) {
		usages[++usage_count] = $0
		part = "usage"
	} else if (/^Fields of /) {
		part = "fields"
		end_fields()
		type = $3
		sub(/,$/, "", type)
		repeated = type in types
		types[type] = 1
		if (!repeated)
			fields = fields ".Ss Fields of " type "\n"
	} else if (/^Options:/) {
		part = "options"
		end_fields()
	} else if (/^Operands and options change/) {
		end_fields()
		part = "text"
		if (match($0, /--clear: /))
			clear = substr($0, RSTART + 9)
	} else if (/^ / && part == "fields") {
		if (!repeated)
			add_field($0)
	} else if (/^ / && part == "options")
		add_option($0)
	else if (/^$/)
		part = part == "usage" ? "text" : part
	else if (match($0, /^[a-z-]+: /)) {
		part = "text"
		verb = substr($0, 1, RLENGTH - 2)
		verbs[verb] = 1
		if (verb ~ /^--/)
			add_item("OPTIONS", "Fl " substr(verb, 2), sentence(substr($0, RLENGTH + 1)))
	}
}

# The source.
FNR == 1 {
	first = $0
	for (i = 1; i <= helped_count; i++) {
		$0 = helped[i]
		read_help()
	}
	$0 = first
	for (i = 1; i <= usage_count; i++)
		add_synopsis(usages[i])
	if (clear != "")
		add_item("OPTIONS", "Fl -clear Ar list", sentence(clear))
	add_defaults()
}
/^\.Sh / {
	section = substr($0, 5)
	if (section ~ /^(OPTIONS|ENVIRONMENT|EXIT STATUS)$/) {
		item = ""
		next
	}
	lines[++line_count] = $0
	next
}
section ~ /^(OPTIONS|ENVIRONMENT|EXIT STATUS)$/ {
	if (/^\.It /) {
		item = key_of(section, substr($0, 5))
		add_item(section, substr($0, 5), "")
	} else
		text_of[item] = text_of[item] (text_of[item] == "" ? "" : "\n") $0
	next
}
{ lines[++line_count] = $0 }
END {
	for (i = 1; i <= line_count; i++) {
		if (lines[i] ~ /^\.Sh /)
			print_before(lines[i])
		print lines[i]
	}
}
