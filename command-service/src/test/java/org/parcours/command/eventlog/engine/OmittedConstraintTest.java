package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.command;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

/** The constraints of the tables (log rules 4 and 10) are necessary: without them two writers violate the contract. */
class OmittedConstraintTest {

    private static final String COMMITS = """
            CREATE TABLE log_commit (
              sequence INTEGER NOT NULL %s, first_position INTEGER NOT NULL, last_position INTEGER NOT NULL,
              recorded_at INTEGER NOT NULL, commit_id BLOB NOT NULL %s, events BLOB NOT NULL,
              previous_hash BLOB NOT NULL, hash BLOB NOT NULL)""";

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** An empty store whose table of commits has these constraints only. */
    private JdbcCommitStore store(String sequenceConstraint, String commitIdConstraint) {
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("DROP TABLE log_commit");
                statement.execute("DELETE FROM log_event_tag");
                return statement.execute(COMMITS.formatted(sequenceConstraint, commitIdConstraint));
            }
        });
        return new JdbcCommitStore(database, () -> {});
    }

    private static OptimisticGroupAppender appender(CommitStore store) {
        return new OptimisticGroupAppender(
                store,
                EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofSeconds(1)),
                Clock.systemUTC(),
                RetryClock.system());
    }

    @Test
    void without_the_primary_key_two_writers_fill_the_same_slot() {
        var constrained = store("PRIMARY KEY", "UNIQUE");
        var firstAppender = appender(constrained);
        var secondAppender = appender(constrained);
        firstAppender.append(List.of(command("one", admitted(ANNE))));
        secondAppender.append(List.of(command("two", admitted(ANNE))));
        assertThat(HashChain.verify(constrained.commits(0, 10).stream()))
                .isInstanceOf(ChainVerificationResult.Intact.class);

        var unconstrained = store("", "UNIQUE");
        var thirdAppender = appender(unconstrained);
        var fourthAppender = appender(unconstrained);
        thirdAppender.append(List.of(command("one", admitted(ANNE))));
        // Without a tag: the key of the tag index would reject the event otherwise.
        fourthAppender.append(List.of(command("two", admitted())));
        assertThat(HashChain.verify(unconstrained.commits(0, 10).stream()))
                .isInstanceOf(ChainVerificationResult.Broken.class);
    }

    @Test
    void without_the_unique_commit_id_a_repeated_command_is_recorded_twice() {
        var constrained = store("PRIMARY KEY", "UNIQUE");
        var appender = appender(constrained);
        appender.append(List.of(command("one", admitted(ANNE))));
        assertThat(appender.append(List.of(command("one", admitted(ANNE)))))
                .hasOnlyElementsOfType(AlreadyAppended.class);

        var unconstrained = appender(store("PRIMARY KEY", ""));
        unconstrained.append(List.of(command("one", admitted(ANNE))));
        assertThat(unconstrained.append(List.of(command("one", admitted(ANNE)))))
                .hasOnlyElementsOfType(Appended.class);
    }
}
