set terminal svg
set output 'days.svg'
set datafile separator comma
set xdata time
set timefmt '%Y-%m-%d'
set format x '%d %b'
set yrange [0:]
plot 'days.csv' every ::1 using 1:3 smooth frequency with impulses linewidth 9 title 'tickets sold'
