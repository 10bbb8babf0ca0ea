package org.parcours.query.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.parcours.query.rebuild.RebuildProgress;

/** Prints how far a rebuild has come, its rate, and about how long the phase still takes: a line every few seconds. */
final class RebuildProgressPrinter implements RebuildProgress {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final PrintWriter out;
    private Optional<Phase> phase = Optional.empty();
    private long phaseStartedAt;
    private long printedAt;

    RebuildProgressPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void report(Phase current, long done, long total) {
        long now = System.nanoTime();
        boolean isNew = !phase.equals(Optional.of(current));
        if (isNew) {
            phase = Optional.of(current);
            phaseStartedAt = now;
        }
        boolean isLast = done >= total;
        if (isNew || isLast || now - printedAt > INTERVAL.toNanos()) {
            printedAt = now;
            out.println(line(current, done, total, (now - phaseStartedAt) / 1e9));
        }
    }

    private static String line(Phase phase, long done, long total, double seconds) {
        String words = phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String unit = phase == Phase.COMPARING ? "patients" : "events";
        String line =
                "%-11s %,d of %,d %s, %d %%".formatted(words, done, total, unit, total == 0 ? 100 : done * 100 / total);
        if (done == 0 || seconds < 0.5) {
            return line;
        }
        double rate = done / seconds;
        String left = done < total ? ", %,.0f s left".formatted((total - done) / rate) : "";
        return line + ", %,.0f a second%s".formatted(rate, left);
    }
}
