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
public final class ReplicaSet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DEFAULT_DATABASE = "parcours";

    private final MongoClient client;
    private final MongoDatabase database;

    /** A connection that is made already; {@link #open} checks more. */
    ReplicaSet(MongoClient client, MongoDatabase database) {
        this.client = client;
        this.database = database;
    }

    public static boolean isAddress(String url) {
        return url.startsWith("mongodb:") || url.startsWith("mongodb+srv:");
    }

    /**
     * @throws IllegalArgumentException for an address that asks for less than durability needs
     * @throws IllegalStateException for a server that cannot give it; both say what to do
     */
    public static ReplicaSet open(String url) {
        var set = connect(url);
        try {
            set.requireReplicaSet();
            set.requireJournalledMajority();
            MongoSchema.ensure(set.database);
            return set;
        } catch (RuntimeException e) {
            set.close();
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

    private static ReplicaSet connect(String url) {
        var address = new ConnectionString(url);
        requireOfAddress(
                Optional.ofNullable(address.getWriteConcern()),
                concern -> concern.equals(WriteConcern.MAJORITY) || concern.equals(withJournal()),
                "w and journal",
                "Leave them out: writes always wait for a majority's journals.");
        requireOfAddress(
                Optional.ofNullable(address.getReadConcern()),
                concern -> concern.equals(ReadConcern.MAJORITY) || concern.equals(ReadConcern.LINEARIZABLE),
                "readConcernLevel",
                "Leave it out: reads are always of what a majority has.");
        requireOfAddress(
                Optional.ofNullable(address.getReadPreference()),
                preference -> preference.equals(ReadPreference.primary()),
                "readPreference",
                "Leave it out: the log is read from the primary.");
        requireOfAddress(
                Optional.ofNullable(address.getRetryWritesValue()),
                retry -> retry,
                "retryWrites",
                "Leave it out, or say retryWrites=true.");
        long millis = PATIENCE.toMillis();
        var client = MongoClients.create(MongoClientSettings.builder()
                .applicationName("parcours")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) millis, TimeUnit.MILLISECONDS)
                        .readTimeout((int) (3 * millis), TimeUnit.MILLISECONDS))
                .applyConnectionString(address)
                .writeConcern(withJournal().withWTimeout(millis, TimeUnit.MILLISECONDS))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .build());
        var name = Optional.ofNullable(address.getDatabase()).orElse(DEFAULT_DATABASE);
        return new ReplicaSet(client, client.getDatabase(name));
    }

    private static WriteConcern withJournal() {
        return WriteConcern.MAJORITY.withJournal(true);
    }

    private static <T> void requireOfAddress(Optional<T> asked, Predicate<T> good, String option, String remedy) {
        if (asked.isPresent() && !good.test(asked.get())) {
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
        } catch (MongoException notOursToAsk) {
            return; // the role clusterMonitor is not needed to run; every write asks for the journal itself
        }
        if (Boolean.FALSE.equals(config.getBoolean("writeConcernMajorityJournalDefault"))) {
            throw new IllegalStateException(
                    "The replica set acknowledges before its journals are on the disk. Set writeConcernMajorityJournalDefault: true by rs.reconfig()");
        }
    }
}
