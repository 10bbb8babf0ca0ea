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
 * A MongoDB by its address, {@code mongodb://host,host,host/database?replicaSet=name}: writes wait for a majority's
 * journals, reads are of what a majority has, from the primary. Opening it fails when it would not keep what it
 * acknowledges (log rules 3 and 11): a server alone, an address that asks for less.
 */
public final class MongoReplicaSet implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String DEFAULT_DATABASE = "parcours";

    private final MongoClient client;
    private final MongoDatabase database;

    /** A connection that is made already; {@link #open} checks more. */
    MongoReplicaSet(MongoClient client, MongoDatabase database) {
        this.client = client;
        this.database = database;
    }

    public static boolean isMongoUrl(String url) {
        return url.startsWith("mongodb:") || url.startsWith("mongodb+srv:");
    }

    /**
     * @throws IllegalArgumentException for an address that asks for less than durability needs
     * @throws IllegalStateException for a server that cannot give it; both say what to do
     */
    public static MongoReplicaSet open(String url) {
        var replicaSet = connect(url);
        try {
            replicaSet.requireReplicaSet();
            replicaSet.requireJournalledMajority();
            MongoSchema.ensureIndexes(replicaSet.database);
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

    /** Whether reads can be causally consistent: every replica set can; a server in memory cannot. */
    public boolean hasSessions() {
        return client.getClusterDescription().getLogicalSessionTimeoutMinutes() != null;
    }

    @Override
    public void close() {
        client.close();
    }

    private static MongoReplicaSet connect(String url) {
        var connectionString = new ConnectionString(url);
        requireOption(
                Optional.ofNullable(connectionString.getWriteConcern()),
                concern -> concern.equals(WriteConcern.MAJORITY) || concern.equals(majorityWithJournal()),
                "w and journal",
                "Leave them out: writes always wait for a majority's journals.");
        requireOption(
                Optional.ofNullable(connectionString.getReadConcern()),
                concern -> concern.equals(ReadConcern.MAJORITY) || concern.equals(ReadConcern.LINEARIZABLE),
                "readConcernLevel",
                "Leave it out: reads are always of what a majority has.");
        requireOption(
                Optional.ofNullable(connectionString.getReadPreference()),
                preference -> preference.equals(ReadPreference.primary()),
                "readPreference",
                "Leave it out: the log is read from the primary.");
        requireOption(
                Optional.ofNullable(connectionString.getRetryWritesValue()),
                retry -> retry,
                "retryWrites",
                "Leave it out, or say retryWrites=true.");
        long millis = TIMEOUT.toMillis();
        var client = MongoClients.create(MongoClientSettings.builder()
                .applicationName("parcours")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) millis, TimeUnit.MILLISECONDS)
                        .readTimeout((int) (3 * millis), TimeUnit.MILLISECONDS))
                .applyConnectionString(connectionString)
                .writeConcern(majorityWithJournal().withWTimeout(millis, TimeUnit.MILLISECONDS))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .build());
        var name = Optional.ofNullable(connectionString.getDatabase()).orElse(DEFAULT_DATABASE);
        return new MongoReplicaSet(client, client.getDatabase(name));
    }

    private static WriteConcern majorityWithJournal() {
        return WriteConcern.MAJORITY.withJournal(true);
    }

    private static <T> void requireOption(Optional<T> value, Predicate<T> accepted, String option, String remedy) {
        if (value.isPresent() && !accepted.test(value.get())) {
            throw new IllegalArgumentException(
                    "The address asks for %s, with which what is acknowledged could be lost. %s"
                            .formatted(option, remedy));
        }
    }

    private void requireReplicaSet() {
        database.runCommand(new Document("ping", 1));
        var type = client.getClusterDescription().getType();
        if (type != ClusterType.REPLICA_SET) {
            throw new IllegalStateException(
                    "The log in MongoDB needs a replica set, of three members in a hospital; this is %s. Start mongod with --replSet, call rs.initiate(), and name the set in the address: ?replicaSet=NAME"
                            .formatted(type == ClusterType.STANDALONE ? "a server alone" : type.toString()));
        }
    }

    /** Where we may ask: with {@code writeConcernMajorityJournalDefault: false} a majority may forget in a power cut. */
    private void requireJournalledMajority() {
        Document config;
        try {
            config = client.getDatabase("admin")
                    .runCommand(new Document("replSetGetConfig", 1))
                    .get("config", Document.class);
        } catch (MongoException notAuthorised) {
            return; // the role clusterMonitor is not needed to run; every write asks for the journal itself
        }
        if (Boolean.FALSE.equals(config.getBoolean("writeConcernMajorityJournalDefault"))) {
            throw new IllegalStateException(
                    "The replica set acknowledges before its journals are on the disk. Set writeConcernMajorityJournalDefault: true by rs.reconfig()");
        }
    }
}
