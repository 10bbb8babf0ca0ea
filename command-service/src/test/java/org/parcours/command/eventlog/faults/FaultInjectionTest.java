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
 * Real processes, real signals, a real database, a bad line: what clients were told is what the log holds. Short in every
 * build; {@code -Pfaults} makes it long. The seed is in the test's name: {@code -Dfaults.seed=N} runs one again.
 */
class FaultInjectionTest {

    private static final int SEEDS = Integer.getInteger("faults.seeds", 1);
    private static final int SECONDS = Integer.getInteger("faults.seconds", 12);
    private static final int WRITERS = Integer.getInteger("faults.writers", 3);
    private static final int CLIENTS = Integer.getInteger("faults.clients", 4);

    @TempDir
    Path directory;

    static LongStream seeds() {
        var one = Long.getLong("faults.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void postgresql_keeps_what_it_acknowledged_whatever_dies(long seed) throws Exception {
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
                        scenario.logFault("the database stands still");
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
            check("PostgreSQL", seed, scenario.run(SECONDS, faults, random -> proxy.delayReplies(0), directUrl));
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sqlite_keeps_what_it_acknowledged_when_its_process_dies(long seed) throws Exception {
        var url = "jdbc:sqlite:" + directory.resolve("log.db");
        var scenario = new FaultScenario(url, 1, 2 * CLIENTS, directory, seed);
        var faults = List.of(scenario.killWriter(), scenario.suspendWriter(), scenario.stepWriterClock());
        check("SQLite", seed, scenario.run(SECONDS, faults, random -> {}, url));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void mongodb_keeps_what_it_acknowledged_when_writers_die(long seed) throws Exception {
        var url = System.getProperty("faults.mongodb", "");
        Assumptions.assumeFalse(
                url.isEmpty(),
                "No MongoDB: give the address of a replica set, -Dfaults.mongodb=mongodb://host/database?replicaSet=name");
        var own = url.replaceFirst("(mongodb://[^/]+/)([^?]*)", "$1$2_faults_" + seed + "_" + System.nanoTime());
        var scenario = new FaultScenario(own, WRITERS, CLIENTS, directory, seed);
        var faults = List.of(scenario.killWriter(), scenario.suspendWriter(), scenario.stepWriterClock());
        check("MongoDB", seed, scenario.run(SECONDS, faults, random -> {}, own));
    }

    /** A run that finds nothing proves nothing: without the unique index of rule 4 a command is there twice. */
    @Test
    void a_rule_left_out_is_found() throws Exception {
        Assumptions.assumeTrue(SECONDS >= 60, "It takes a minute: -Pfaults");
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

    private static void check(String store, long seed, FaultScenario.FaultScenarioResult result) {
        System.out.printf(
                "faults: %s seed=%d answers=%d commits=%d faults=%d %s%n",
                store,
                seed,
                result.answeredOperations(),
                result.commits(),
                result.injectedFaults().size(),
                result.injectedFaults());
        assertThat(result.violations())
                .as("seed %d, %s", seed, result.injectedFaults())
                .isEmpty();
        assertThat(result.commits()).isGreaterThan(50);
    }
}
