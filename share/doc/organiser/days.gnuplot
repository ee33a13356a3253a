set terminal svg
set output 'days.svg'
set datafile separator comma
set xdata time
set timefmt '%Y-%m-%d'
set format x '%d %b'
set yrange [0:]
set offsets 86400, 86400, 0, 0
set boxwidth 60000
set style fill solid
plot 'days.csv' every ::1 using 1:3 smooth frequency with boxes title 'tickets sold'
