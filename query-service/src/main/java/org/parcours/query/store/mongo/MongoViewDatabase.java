package org.parcours.query.store.mongo;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.Document;
import org.parcours.query.store.ViewStoreException;

/** The connections to MongoDB. Each operation ends in a limited time; writes wait for a majority's journals. */
final class MongoViewDatabase implements AutoCloseable {

    static final String DEFAULT_NAME = "parcours";

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final WriteConcern MAJORITY =
            WriteConcern.MAJORITY.withJournal(true).withWTimeout(RESPONSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    private static final int ATTEMPTS = 3;
    private static final int COMMAND_NOT_FOUND = 59;

    /** Whether the server has transactions and snapshots: a replica set has, a single server has not. */
    final boolean transactional;

    /** A server in memory knows the former name only. */
    private final String helloCommand;

    private final MongoClient client;
    private final MongoDatabase database;

    /** @throws ViewStoreException where the server is unavailable or rejects the login */
    MongoViewDatabase(ConnectionString address) {
        client = MongoClients.create(settings(address));
        database = client.getDatabase(Optional.ofNullable(address.getDatabase()).orElse(DEFAULT_NAME));
        try {
            helloCommand = isKnown("hello") ? "hello" : "isMaster";
            var hello = hello();
            transactional = hello.containsKey("setName") || "isdbgrid".equals(hello.get("msg"));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static MongoClientSettings settings(ConnectionString address) {
        // After the address, whose options cannot ask for less.
        return MongoClientSettings.builder()
                .applyConnectionString(address)
                .applicationName("parcours-views")
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(CONNECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.maxWaitTime(CONNECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout((int) CONNECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                                .readTimeout((int) RESPONSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .writeConcern(MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .build();
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    void create(String collection) {
        database.createCollection(collection);
    }

    List<String> collectionNames() {
        return database.listCollectionNames().into(new ArrayList<>());
    }

    /** The present time of the server. */
    Instant now() {
        return hello().getDate("localTime").toInstant();
    }

    private Document hello() {
        return call("read", () -> database.runCommand(new Document(helloCommand, 1)));
    }

    private boolean isKnown(String command) {
        return call("opened", () -> {
            try {
                database.runCommand(new Document(command, 1));
                return true;
            } catch (MongoCommandException e) {
                if (e.getErrorCode() == COMMAND_NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Runs the work on a snapshot, where the server has them. */
    <T> T read(Function<Optional<ClientSession>, T> work) {
        return call("read", () -> {
            if (!transactional) {
                return work.apply(Optional.empty());
            }
            var snapshot = ClientSessionOptions.builder().snapshot(true).build();
            try (var session = client.startSession(snapshot)) {
                return work.apply(Optional.of(session));
            }
        });
    }

    /** Runs the work in a transaction, which is aborted where it throws, and repeated after a conflict. */
    void write(Consumer<ClientSession> work) {
        call("written", () -> {
            try (var session = client.startSession()) {
                for (int attempt = 1; ; attempt++) {
                    try {
                        runInTransaction(session, work);
                        return true;
                    } catch (MongoException e) {
                        if (attempt == ATTEMPTS || !e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)) {
                            throw e;
                        }
                    }
                }
            }
        });
    }

    private static void runInTransaction(ClientSession session, Consumer<ClientSession> work) {
        session.startTransaction(TransactionOptions.builder()
                .readConcern(ReadConcern.SNAPSHOT)
                .writeConcern(MAJORITY)
                .build());
        try {
            work.accept(session);
            session.commitTransaction();
        } finally {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        }
    }

    /** @param done what the operation does, as a participle */
    <T> T call(String done, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoSecurityException e) {
            // Its message names the user.
            Throwable cause = Optional.ofNullable(e.getCause()).orElseGet(IllegalStateException::new);
            throw new ViewStoreException("The views could not be " + done + ": MongoDB rejects the login", cause);
        } catch (MongoException | BSONException e) {
            throw new ViewStoreException("The views could not be " + done + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
