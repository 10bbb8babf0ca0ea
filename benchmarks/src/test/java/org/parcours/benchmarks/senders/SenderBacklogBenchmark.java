package org.parcours.benchmarks.senders;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** After an outage one application sends what it has stored, as fast as it is acknowledged. */
public final class SenderBacklogBenchmark implements Benchmark {

    private static final String BASELINE = System.getProperty("backlog.baseline", "f86ab9f");
    private static final int MESSAGES = Integer.getInteger("backlog.messages", 20_000);
    private static final int WARM_UP = Integer.getInteger("backlog.warm-up", 30_000);
    private static final List<Integer> CONNECTIONS = List.of(1, 16);
    private static final int PATIENTS = 2_500;

    private record Measurement(double perSecond, ConcurrentHistogram latencies, long notPositive, long outOfOrder) {}

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String description() {
        return """
                One application sends %,d stored admissions and movements of about %,d patients to the standalone product (both \
                services, Kafka and SQLite in one process) over one and over sixteen MLLP connections, each message after the \
                acknowledgement of the one before. Before it, another application sends %,d, so that the JVM has compiled the code. "before" is the commit \
                %s, built and measured in the same run, in turn. Out of order: messages that the log has after a later one of their \
                connection. Client and product share this machine's %d processors.""".formatted(
                MESSAGES, PATIENTS, WARM_UP, BASELINE, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table run() throws Exception {
        Path before = StandaloneBuild.jarOf(BASELINE);
        Path now = StandaloneBuild.jar();
        List<List<String>> rows = new ArrayList<>();
        for (int connections : CONNECTIONS) {
            Measurement baseline = measure(before, connections);
            rows.add(row("before", connections, baseline, "1.0"));
            Measurement current = measure(now, connections);
            rows.add(row("now", connections, current, format("%.1f", current.perSecond() / baseline.perSecond())));
        }
        return new Table(
                List.of("", "connections", "messages/s", "times", "p50 ms", "p99 ms", "not positive", "out of order"),
                rows);
    }

    private static Measurement measure(Path jar, int connections) throws Exception {
        try (StandaloneProcess standalone = StandaloneProcess.start(jar)) {
            send(standalone, storedMessages("WARMUP", connections, WARM_UP, 1_000), new ConcurrentHistogram(2));
            List<List<String>> backlog = storedMessages("GAM", connections, MESSAGES, 0);
            ConcurrentHistogram latencies = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 3);
            long startedAt = System.nanoTime();
            long notPositive = send(standalone, backlog, latencies);
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            SendingOrderCheck.Result order =
                    SendingOrderCheck.check(standalone.client(), standalone.commandAddress("/api/log"));
            if (order.senders() != 2 * connections) {
                throw new IllegalStateException("The log has messages of " + order.senders() + " connections");
            }
            return new Measurement(MESSAGES / seconds, latencies, notPositive, order.outOfOrder());
        }
    }

    /** Generated before the clock starts: a list for each connection. */
    private static List<List<String>> storedMessages(
            String application, int connections, int messages, int firstSender) {
        return IntStream.range(0, connections)
                .mapToObj(i -> {
                    int sender = 3 * (firstSender + i); // a patient administration system
                    Hl7MessageGenerator generator =
                            new Hl7MessageGenerator(sender, application, PATIENTS / connections);
                    return Stream.generate(generator::next)
                            .limit(messages / connections)
                            .toList();
                })
                .toList();
    }

    /** @return how many acknowledgements were not positive */
    private static long send(StandaloneProcess standalone, List<List<String>> backlog, ConcurrentHistogram latencies)
            throws Exception {
        List<Future<Long>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<String> messages : backlog) {
                running.add(threads.submit(() -> {
                    long notPositive = 0;
                    try (MllpConnection connection = new MllpConnection(standalone.mllpPort())) {
                        for (String message : messages) {
                            long sentAt = System.nanoTime();
                            notPositive += connection.exchange(message) ? 0 : 1;
                            latencies.recordValue(System.nanoTime() - sentAt);
                        }
                    }
                    return notPositive;
                }));
            }
        }
        long notPositive = 0;
        for (Future<Long> connection : running) {
            notPositive += connection.get();
        }
        return notPositive;
    }

    private static List<String> row(String version, int connections, Measurement measurement, String times) {
        List<String> row = List.of(
                version,
                Integer.toString(connections),
                format("%,.0f", measurement.perSecond()),
                times,
                format("%.1f", measurement.latencies().getValueAtPercentile(50) / 1e6),
                format("%.1f", measurement.latencies().getValueAtPercentile(99) / 1e6),
                Long.toString(measurement.notPositive()),
                Long.toString(measurement.outOfOrder()));
        System.err.println(row);
        return row;
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }
}
