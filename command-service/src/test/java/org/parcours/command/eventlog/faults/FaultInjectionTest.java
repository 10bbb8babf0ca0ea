package org.parcours.command.eventlog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/**
 * Faults of real processes, signals, databases and connections: the log matches the outcomes that clients received.
 * Short in every build, long with {@code -Pfaults}. The seed is in the test's name; {@code -Dfaults.seed=N} runs one
 * seed again.
 */
class FaultInjectionTest {

    private static final int SEEDS = Integer.getInteger("faults.seeds", 1);
    private static final int SECONDS = Integer.getInteger("faults.seconds", 12);
    private static final int WRITERS = Integer.getInteger("faults.writers", 3);
    private static final int CLIENTS = Integer.getInteger("faults.clients", 4);

    @TempDir
    Path directory;

    static LongStream seeds() {
        var seed = Long.getLong("faults.seed");
        return seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void postgresql_keeps_acknowledged_commits_under_faults(long seed) throws Exception {
        var server = LocalPostgres.withSettings();
        try (var proxy = new FaultyTcpProxy(server.port())) {
            var directUrl = server.newDatabase();
            var scenario = new FaultScenario(
                    directUrl.replace(":" + server.port() + "/", ":" + proxy.port() + "/"),
                    WRITERS,
                    CLIENTS,
                    directory,
                    seed);
            List<FaultScenario.Fault> faults = List.of(
                    scenario.killWriter(),
                    scenario.suspendWriter(),
                    scenario.stepWriterClock(),
                    random -> {
                        scenario.logFault("the database is killed");
                        server.kill();
                        server.restart();
                    },
                    random -> {
                        scenario.logFault("the database is suspended");
                        server.suspend(200 + random.nextInt(2500));
                    },
                    random -> {
                        scenario.logFault("connections are cut");
                        proxy.cutConnections();
                    },
                    random -> {
                        scenario.logFault("replies are late, then lost");
                        proxy.holdReplies(1000);
                        Thread.sleep(random.nextInt(900));
                        proxy.cutConnections();
                    },
                    random -> {
                        scenario.logFault("replies are late");
                        proxy.delayReplies(random.nextInt(40));
                    });
            verify("PostgreSQL", seed, scenario.run(SECONDS, faults, random -> proxy.delayReplies(0), directUrl));
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sqlite_keeps_acknowledged_commits_when_its_process_is_killed(long seed) throws Exception {
        var url = "jdbc:sqlite:" + directory.resolve("log.db");
        var scenario = new FaultScenario(url, 1, 2 * CLIENTS, directory, seed);
        var faults = List.of(scenario.killWriter(), scenario.suspendWriter(), scenario.stepWriterClock());
        verify("SQLite", seed, scenario.run(SECONDS, faults, random -> {}, url));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void mongodb_keeps_acknowledged_commits_when_writers_are_killed(long seed) throws Exception {
        var url = System.getProperty("faults.mongodb", "");
        Assumptions.assumeFalse(
                url.isEmpty(),
                "No MongoDB: pass a replica set's address, -Dfaults.mongodb=mongodb://host/database?replicaSet=name");
        var ownUrl = url.replaceFirst("(mongodb://[^/]+/)([^?]*)", "$1$2_faults_" + seed + "_" + System.nanoTime());
        var scenario = new FaultScenario(ownUrl, WRITERS, CLIENTS, directory, seed);
        var faults = List.of(scenario.killWriter(), scenario.suspendWriter(), scenario.stepWriterClock());
        verify("MongoDB", seed, scenario.run(SECONDS, faults, random -> {}, ownUrl));
    }

    /**
     * The faults suffice to detect an omitted rule: without the unique index of log rule 4 a command is recorded twice.
     */
    @Test
    void a_missing_unique_index_is_detected() throws Exception {
        Assumptions.assumeTrue(SECONDS >= 60, "Takes a minute: -Pfaults");
        var server = LocalPostgres.withSettings();
        try (var proxy = new FaultyTcpProxy(server.port())) {
            var directUrl = server.newDatabase();
            CommitLogFactory.openStore(directUrl).close();
            try (var connection = DriverManager.getConnection(directUrl);
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE log_commit DROP CONSTRAINT log_commit_commit_id_key");
            }
            var scenario = new FaultScenario(
                    directUrl.replace(":" + server.port() + "/", ":" + proxy.port() + "/"),
                    WRITERS,
                    CLIENTS,
                    directory,
                    1);
            List<FaultScenario.Fault> faults = List.of(scenario.killWriter(), random -> {
                proxy.holdReplies(1000);
                Thread.sleep(random.nextInt(900));
                proxy.cutConnections();
            });
            assertThat(scenario.run(SECONDS, faults, random -> {}, directUrl).violations())
                    .anySatisfy(found -> assertThat(found).contains("recorded twice"));
        } finally {
            server.stop();
        }
    }

    private static void verify(String store, long seed, FaultScenario.FaultScenarioResult result) {
        System.out.printf(
                "faults: %s seed=%d answered=%d commits=%d faults=%d %s%n",
                store,
                seed,
                result.answeredOperations(),
                result.commits(),
                result.injectedFaults().size(),
                result.injectedFaults());
        assertThat(result.violations())
                .as("seed %d, %s", seed, result.injectedFaults())
                .isEmpty();
        assertThat(result.commits()).as("enough for the faults to meet some").isGreaterThan(20);
    }
}
