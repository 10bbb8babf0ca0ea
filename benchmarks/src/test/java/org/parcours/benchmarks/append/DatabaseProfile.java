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
 * What a PostgreSQL did.
 *
 * @param transactions a second
 * @param syncs of the write-ahead log, a second
 * @param journalBytes of the write-ahead log, a second
 * @param processors that its processes kept busy
 * @param backends how many, on average, were in that state
 */
record DatabaseProfile(
        double transactions, double syncs, double journalBytes, double processors, Map<State, Double> backends) {

    enum State {
        WORKING("work"),
        SYNCING("wait for the disk"),
        LOCKED("wait for each other"),
        IDLE("wait for their client");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** PostgreSQL 15, table 28.4: wait events. */
        static State of(Optional<String> waitType, Optional<String> wait) {
            return switch (waitType.orElse("")) {
                case "" -> WORKING;
                case "Client" -> IDLE;
                case "IO" -> SYNCING;
                // The turn to write the journal, which another is syncing.
                case "LWLock" -> wait.filter(name -> name.startsWith("WAL")).isPresent() ? SYNCING : LOCKED;
                default -> LOCKED;
            };
        }
    }

    private record Counters(long nanos, long transactions, long syncs, long journalBytes, Duration processors) {}

    /** Asks on a connection of its own, which it does not count. */
    static final class Watch implements AutoCloseable {

        private static final String COUNTERS = """
                SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()), wal_sync, wal_bytes
                FROM pg_stat_wal""";

        private static final String BACKENDS = """
                SELECT wait_event_type, wait_event FROM pg_stat_activity
                WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()""";

        private static final long PERIOD_MILLIS = 20;

        private final Connection connection;
        private final ProcessHandle postmaster;
        private final Map<State, Integer> seen = new EnumMap<>(State.class);
        private volatile boolean ended;
        private Optional<Thread> sampling = Optional.empty();
        private int samples;
        private Optional<Counters> first = Optional.empty();
        private Optional<Counters> last = Optional.empty();

        Watch(String url, long process) throws SQLException {
            connection = DriverManager.getConnection(url);
            postmaster = ProcessHandle.of(process).orElseThrow();
        }

        void begin() {
            first = Optional.of(counters());
            sampling = Optional.of(Thread.ofPlatform().start(this::sample));
        }

        void end() throws InterruptedException {
            ended = true;
            sampling.orElseThrow().join();
            last = Optional.of(counters());
        }

        DatabaseProfile profile() {
            Counters from = first.orElseThrow();
            Counters to = last.orElseThrow();
            double seconds = (to.nanos() - from.nanos()) / 1e9;
            Map<State, Double> backends = new EnumMap<>(State.class);
            seen.forEach((state, times) -> backends.put(state, times / (double) samples));
            return new DatabaseProfile(
                    (to.transactions() - from.transactions() - samples) / seconds,
                    (to.syncs() - from.syncs()) / seconds,
                    (to.journalBytes() - from.journalBytes()) / seconds,
                    to.processors().minus(from.processors()).toNanos() / 1e9 / seconds,
                    backends);
        }

        private void sample() {
            try (Statement asking = connection.createStatement()) {
                while (!ended) {
                    try (ResultSet backends = asking.executeQuery(BACKENDS)) {
                        while (backends.next()) {
                            State state = State.of(
                                    Optional.ofNullable(backends.getString(1)),
                                    Optional.ofNullable(backends.getString(2)));
                            seen.merge(state, 1, Integer::sum);
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
            try (Statement asking = connection.createStatement();
                    ResultSet counted = asking.executeQuery(COUNTERS)) {
                counted.next();
                Duration processors = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .reduce(Duration.ZERO, Duration::plus);
                return new Counters(
                        System.nanoTime(), counted.getLong(1), counted.getLong(2), counted.getLong(3), processors);
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
