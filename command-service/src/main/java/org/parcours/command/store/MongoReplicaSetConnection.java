package org.parcours.command.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bson.Document;

/**
 * A replica set at {@code mongodb://host,host,host/database?replicaSet=name}. Writes wait for the journals of a
 * majority; reads return what a majority has, from the primary. Opening fails if acknowledged writes could be lost (log
 * rules 3 and 11): on a standalone server, or if the URL requests less.
 */
public final class MongoReplicaSetConnection implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final WriteConcern JOURNALLED_MAJORITY = WriteConcern.MAJORITY.withJournal(true);

    private final MongoClient client;
    private final MongoDatabase database;

    /** Wraps an existing connection without the checks of {@link #open}. */
    MongoReplicaSetConnection(MongoClient client, MongoDatabase database) {
        this.client = client;
        this.database = database;
    }

    public static boolean isMongoUrl(String url) {
        return url.startsWith("mongodb:") || url.startsWith("mongodb+srv:");
    }

    /**
     * @throws IllegalArgumentException if the URL requests less than durability needs
     * @throws IllegalStateException if the server cannot guarantee durability; both messages say what to do
     */
    public static MongoReplicaSetConnection open(String url) {
        var replicaSet = connect(url);
        try {
            replicaSet.requireReplicaSet();
            replicaSet.requireJournalledMajority();
            MongoIndexSchema.ensureIndexes(replicaSet.database);
            return replicaSet;
        } catch (RuntimeException e) {
            replicaSet.close();
            throw e;
        }
    }

    public MongoDatabase database() {
        return database;
    }

    public MongoClient client() {
        return client;
    }

    /** Whether reads can be causally consistent: on every replica set, but not on a server in memory. */
    public boolean hasSessions() {
        return client.getClusterDescription().getLogicalSessionTimeoutMinutes() != null;
    }

    @Override
    public void close() {
        client.close();
    }

    private static MongoReplicaSetConnection connect(String url) {
        var connectionString = new ConnectionString(url);
        requireOption(
                Optional.ofNullable(connectionString.getWriteConcern()),
                concern -> concern.equals(WriteConcern.MAJORITY) || concern.equals(JOURNALLED_MAJORITY),
                "w and journal",
                "Leave them out: writes always wait for the journals of a majority.");
        requireOption(
                Optional.ofNullable(connectionString.getReadConcern()),
                concern -> concern.equals(ReadConcern.MAJORITY) || concern.equals(ReadConcern.LINEARIZABLE),
                "readConcernLevel",
                "Leave it out: reads always return what a majority has.");
        requireOption(
                Optional.ofNullable(connectionString.getReadPreference()),
                preference -> preference.equals(ReadPreference.primary()),
                "readPreference",
                "Leave it out: the log is read from the primary.");
        requireOption(
                Optional.ofNullable(connectionString.getRetryWritesValue()),
                retry -> retry,
                "retryWrites",
                "Leave it out, or set retryWrites=true.");
        long millis = TIMEOUT.toMillis();
        var client = MongoClients.create(MongoClientSettings.builder()
                .applicationName("parcours")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) millis, TimeUnit.MILLISECONDS)
                        .readTimeout((int) (3 * millis), TimeUnit.MILLISECONDS))
                .applyConnectionString(connectionString)
                .writeConcern(JOURNALLED_MAJORITY.withWTimeout(millis, TimeUnit.MILLISECONDS))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .build());
        var name = Optional.ofNullable(connectionString.getDatabase()).orElse("parcours");
        return new MongoReplicaSetConnection(client, client.getDatabase(name));
    }

    private static <T> void requireOption(Optional<T> value, Predicate<T> accepted, String option, String remedy) {
        if (value.isPresent() && !accepted.test(value.get())) {
            throw new IllegalArgumentException(
                    "The URL asks for %s, with which acknowledged writes could be lost. %s".formatted(option, remedy));
        }
    }

    private void requireReplicaSet() {
        database.runCommand(new Document("ping", 1));
        var type = client.getClusterDescription().getType();
        if (type != ClusterType.REPLICA_SET) {
            throw new IllegalStateException(
                    "The log in MongoDB needs a replica set, in production of three members; this is %s. Start mongod with --replSet, call rs.initiate(), and name the set in the URL: ?replicaSet=NAME"
                            .formatted(type == ClusterType.STANDALONE ? "a standalone server" : type.toString()));
        }
    }

    /**
     * If the user is authorised to read the configuration: with {@code writeConcernMajorityJournalDefault: false} a
     * majority can lose acknowledged writes in a power cut.
     */
    private void requireJournalledMajority() {
        Document config;
        try {
            config = client.getDatabase("admin")
                    .runCommand(new Document("replSetGetConfig", 1))
                    .get("config", Document.class);
        } catch (MongoException notAuthorised) {
            return; // the service needs no role clusterMonitor: every write requests the journal itself
        }
        if (Boolean.FALSE.equals(config.getBoolean("writeConcernMajorityJournalDefault"))) {
            throw new IllegalStateException(
                    "The replica set acknowledges writes before they are in its journals. Set writeConcernMajorityJournalDefault: true by rs.reconfig()");
        }
    }
}
