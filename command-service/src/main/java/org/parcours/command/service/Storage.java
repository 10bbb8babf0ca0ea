package org.parcours.command.service;

import java.time.Clock;
import org.parcours.command.activity.ActivityStore;
import org.parcours.command.activity.JdbcActivityStore;
import org.parcours.command.activity.MongoActivityStore;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.MongoDocumentStore;
import org.parcours.command.intake.hl7.message.Hl7Refusals;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitLogs;
import org.parcours.command.log.LogSettings;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.MongoQuarantine;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.store.Database;
import org.parcours.command.store.ReplicaSet;
import org.parcours.command.tokens.JdbcTokenRegister;
import org.parcours.command.tokens.MongoTokenRegister;
import org.parcours.command.tokens.TokenRegister;

/** Where the log is, and what is kept beside it there. */
sealed interface Storage extends AutoCloseable {

    /** What tells nothing that is tracked is kept, and is nobody's work. */
    String UNMAPPED = Hl7Refusals.UNKNOWN_TRIGGER.code();

    /**
     * @param url {@code jdbc:sqlite:…}, {@code jdbc:postgresql:…} or {@code mongodb://…}
     * @throws IllegalArgumentException for an address of another kind, or one that asks for less than durability needs
     * @throws IllegalStateException for a store that would not keep what it acknowledges; both say what to do
     */
    static Storage open(String url) {
        return ReplicaSet.isAddress(url) ? new InReplicaSet(ReplicaSet.open(url)) : new InDatabase(Database.open(url));
    }

    CommitLog log(LogSettings settings, Clock clock);

    Quarantine quarantine();

    /** @param maxBytes the largest document that is kept */
    DocumentStore documents(int maxBytes);

    /** How far those are who read or import. */
    TokenRegister register();

    /** What is counted of the applications. */
    ActivityStore activity();

    @Override
    void close();

    /** SQLite or PostgreSQL. */
    record InDatabase(Database database) implements Storage {

        @Override
        public CommitLog log(LogSettings settings, Clock clock) {
            return CommitLogs.open(database, settings, clock);
        }

        @Override
        public Quarantine quarantine() {
            return new JdbcQuarantine(database, UNMAPPED);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new JdbcDocumentStore(database, maxBytes);
        }

        @Override
        public TokenRegister register() {
            return new JdbcTokenRegister(database);
        }

        @Override
        public ActivityStore activity() {
            return new JdbcActivityStore(database);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** MongoDB. */
    record InReplicaSet(ReplicaSet replicaSet) implements Storage {

        @Override
        public CommitLog log(LogSettings settings, Clock clock) {
            return CommitLogs.open(replicaSet, settings, clock);
        }

        @Override
        public Quarantine quarantine() {
            return new MongoQuarantine(replicaSet, UNMAPPED);
        }

        @Override
        public DocumentStore documents(int maxBytes) {
            return new MongoDocumentStore(replicaSet, maxBytes);
        }

        @Override
        public TokenRegister register() {
            return new MongoTokenRegister(replicaSet);
        }

        @Override
        public ActivityStore activity() {
            return new MongoActivityStore(replicaSet);
        }

        @Override
        public void close() {
            replicaSet.close();
        }
    }
}
