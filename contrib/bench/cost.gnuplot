# The plot of cost.tsv: "data" is its path, "machine" says where and when it was measured, "big"
# is the number of tickets at the end.
set terminal svg size 800,440 dynamic enhanced font 'sans-serif,13'
set datafile separator "\t"
set datafile commentschars '#'
set title sprintf("What a create-ticket-purchase command costs while its store grows\n{/*0.8 %s}", machine)
set xlabel "tickets in the store (millions)" offset 0,0.4
set ylabel 'µs per command, 1,000 a transaction'
set yrange [0:*]
set xrange [0:big/1e6]
set grid y linecolor rgb '#8b949e' dashtype 3
set border 3 linecolor rgb '#8b949e'
set tics nomirror
set key below height 1 Left reverse samplen 2 maxrows 2
plot data using ($1/1e6):4 skip 1 with linespoints linewidth 2 pointtype 7 pointsize 0.3 \
	linecolor rgb '#d9730d' title 'references in no order', \
     data using ($1/1e6):5 skip 1 with lines linewidth 1.5 dashtype 2 \
	linecolor rgb '#d9730d' title 'processor time', \
     data using ($1/1e6):2 skip 1 with linespoints linewidth 2 pointtype 7 pointsize 0.3 \
	linecolor rgb '#1f77d0' title 'references in order', \
     data using ($1/1e6):3 skip 1 with lines linewidth 1.5 dashtype 2 \
	linecolor rgb '#1f77d0' title 'processor time'
