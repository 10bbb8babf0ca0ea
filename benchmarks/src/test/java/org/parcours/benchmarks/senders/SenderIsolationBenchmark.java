package org.parcours.benchmarks.senders;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.parcours.benchmarks.Benchmark;
import org.parcours.command.store.LocalPostgres;

/** A hospital's 180 senders over MLLP, first alone, then with three misbehaving ones. */
public final class SenderIsolationBenchmark implements Benchmark {

    static final int SENDERS = 180;
    static final int PER_SECOND = 200;

    private static final Duration WARM_UP = seconds("senders.warm-up", 30);
    private static final Duration NORMAL = seconds("senders.normal", 600);
    private static final Duration MISBEHAVING = seconds("senders.misbehaving", 300);

    @Override
    public String name() {
        return "senders";
    }

    @Override
    public String description() {
        return """
                %d senders, each on its own connection, send to command-service (in its own process, with default settings, on \
                PostgreSQL, without Kafka) %d messages a second in total by MLLP: admissions and movements, results, \
                appointments; one in ten is about a patient that all senders share. Each message is due at a fixed time, and the \
                latency of its acknowledgement is measured from that time, even if it is sent later. Normal load for %d s; then \
                %d s with one more sender that floods on four connections, one that leaves a frame unfinished and one that reads \
                no acknowledgement. Order: afterwards the log is read and must contain the messages of each sender in the order \
                of sending. Clients, service and database share this machine's %d processors.""".formatted(
                        SENDERS,
                        PER_SECOND,
                        NORMAL.toSeconds(),
                        MISBEHAVING.toSeconds(),
                        Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table run() throws Exception {
        return new Table(
                List.of(
                        "",
                        "messages",
                        "not positive",
                        "out of order",
                        "p50 ms",
                        "p99 ms",
                        "max ms",
                        "flooding messages/s"),
                measure());
    }

    private static List<List<String>> measure() throws Exception {
        try (CommandServiceProcess service =
                        CommandServiceProcess.start(LocalPostgres.shared().newDatabase());
                ScheduledSenderLoad senders = new ScheduledSenderLoad(service.mllpPort())) {
            senders.run(WARM_UP);
            SenderMeasurement normal = senders.run(NORMAL);
            SenderMeasurement withMisbehaving;
            long flooded;
            try (MisbehavingSenderLoad misbehaving = new MisbehavingSenderLoad(service.mllpPort())) {
                withMisbehaving = senders.run(MISBEHAVING);
                flooded = misbehaving.floodedMessages();
            }
            long outOfOrder = service.countOutOfOrder();
            List<List<String>> rows = List.of(
                    row("normal", normal, "–", "–"),
                    row(
                            "misbehaving senders",
                            withMisbehaving,
                            Long.toString(outOfOrder),
                            "%,d".formatted(flooded / MISBEHAVING.toSeconds())));
            rows.forEach(row -> System.err.println(row));
            return rows;
        }
    }

    private static List<String> row(String phase, SenderMeasurement measurement, String outOfOrder, String flood) {
        return List.of(
                phase,
                "%,d".formatted(measurement.latencies().getTotalCount()),
                Long.toString(measurement.notPositive()),
                outOfOrder,
                millis(measurement.latencies().getValueAtPercentile(50)),
                millis(measurement.latencies().getValueAtPercentile(99)),
                millis(measurement.latencies().getMaxValue()),
                flood);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private static Duration seconds(String property, int defaultValue) {
        return Duration.ofSeconds(Integer.getInteger(property, defaultValue));
    }
}
