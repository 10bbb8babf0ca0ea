package org.parcours.benchmarks.append;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The activity of a PostgreSQL server.
 *
 * @param transactions per second
 * @param walSyncs syncs of the write-ahead log per second
 * @param walBytes bytes of the write-ahead log per second
 * @param processors the number of processors that its processes use
 * @param backends the average number of backends in each state
 */
record DatabaseProfile(
        double transactions, double walSyncs, double walBytes, double processors, Map<BackendState, Double> backends) {

    enum BackendState {
        WORKING("running"),
        SYNCING("waiting for the disk"),
        LOCKED("waiting for a lock"),
        IDLE("waiting for the client");

        private final String label;

        BackendState(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** PostgreSQL 15, table 28.4: wait events. */
        static BackendState of(Optional<String> waitType, Optional<String> wait) {
            return switch (waitType.orElse("")) {
                case "" -> WORKING;
                case "Client" -> IDLE;
                case "IO" -> SYNCING;
                // Waits for the write-ahead log, which another backend syncs.
                case "LWLock" -> wait.filter(name -> name.startsWith("WAL")).isPresent() ? SYNCING : LOCKED;
                default -> LOCKED;
            };
        }
    }

    private record Counters(long nanos, long transactions, long walSyncs, long walBytes, Duration processors) {}

    /** Samples on its own connection, which is not counted. */
    static final class DatabaseProfiler implements AutoCloseable {

        private static final String COUNTERS = """
                SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()), wal_sync, wal_bytes
                FROM pg_stat_wal""";

        private static final String BACKENDS = """
                SELECT wait_event_type, wait_event FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()""";

        private static final long PERIOD_MILLIS = 20;

        private final Connection connection;
        private final ProcessHandle postmaster;
        private final Map<BackendState, Integer> stateCounts = new EnumMap<>(BackendState.class);
        private volatile boolean stopped;
        private Optional<Thread> sampler = Optional.empty();
        private int samples;
        private Optional<Counters> startCounters = Optional.empty();
        private Optional<Counters> endCounters = Optional.empty();

        DatabaseProfiler(String url, long process) throws SQLException {
            connection = DriverManager.getConnection(url);
            postmaster = ProcessHandle.of(process).orElseThrow();
        }

        void start() {
            startCounters = Optional.of(counters());
            sampler = Optional.of(Thread.ofPlatform().start(this::sample));
        }

        void stop() throws InterruptedException {
            stopped = true;
            sampler.orElseThrow().join();
            endCounters = Optional.of(counters());
        }

        DatabaseProfile profile() {
            Counters from = startCounters.orElseThrow();
            Counters to = endCounters.orElseThrow();
            double seconds = (to.nanos() - from.nanos()) / 1e9;
            Map<BackendState, Double> backends = new EnumMap<>(BackendState.class);
            stateCounts.forEach((state, times) -> backends.put(state, times / (double) samples));
            return new DatabaseProfile(
                    (to.transactions() - from.transactions() - samples) / seconds,
                    (to.walSyncs() - from.walSyncs()) / seconds,
                    (to.walBytes() - from.walBytes()) / seconds,
                    to.processors().minus(from.processors()).toNanos() / 1e9 / seconds,
                    backends);
        }

        private void sample() {
            try (Statement statement = connection.createStatement()) {
                while (!stopped) {
                    try (ResultSet backends = statement.executeQuery(BACKENDS)) {
                        while (backends.next()) {
                            BackendState state = BackendState.of(
                                    Optional.ofNullable(backends.getString(1)),
                                    Optional.ofNullable(backends.getString(2)));
                            stateCounts.merge(state, 1, Integer::sum);
                        }
                    }
                    samples++;
                    Thread.sleep(PERIOD_MILLIS);
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private Counters counters() {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(COUNTERS)) {
                row.next();
                Duration processors = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .reduce(Duration.ZERO, Duration::plus);
                return new Counters(System.nanoTime(), row.getLong(1), row.getLong(2), row.getLong(3), processors);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
