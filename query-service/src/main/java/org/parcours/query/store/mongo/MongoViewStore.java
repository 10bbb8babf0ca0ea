package org.parcours.query.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreOpener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The views in a database at {@code mongodb://host,host/name?replicaSet=…} or {@code mongodb+srv://…}. */
public final class MongoViewStore implements ViewStore {

    private static final Logger LOG = LoggerFactory.getLogger(MongoViewStore.class);
    private static final String NUMBERS = "view_numbers";
    private static final String MADE_CURRENT = "madeCurrent";

    private final MongoViewDatabase database;
    private final List<CollectionDefinition> collections;
    private final String description;

    private MongoViewStore(MongoViewDatabase database, List<CollectionDefinition> collections, String description) {
        this.database = database;
        this.collections = List.copyOf(collections);
        this.description = description;
    }

    public static boolean accepts(String url) {
        return url.startsWith("mongodb://") || url.startsWith("mongodb+srv://");
    }

    /**
     * @param collections those of each generation
     * @throws IllegalArgumentException where the address cannot be read
     */
    public static MongoViewStore open(String url, List<CollectionDefinition> collections) {
        var address = parse(url);
        var description = describe(address);
        var database = new MongoViewDatabase(address);
        if (!database.transactional) {
            LOG.warn(
                    "views at {}: the server is no replica set and has no transactions and snapshots. Run one query-service only; a page may show a part of a batch.",
                    description);
        }
        return new MongoViewStore(database, collections, description);
    }

    /** @throws IllegalArgumentException where the address cannot be read */
    public static ViewStoreOpener opener(String url, List<CollectionDefinition> collections) {
        var description = describe(parse(url));
        return new ViewStoreOpener() {
            @Override
            public ViewStore open() {
                return MongoViewStore.open(url, collections);
            }

            @Override
            public String describe() {
                return description;
            }

            @Override
            public Optional<String> setAside() {
                return Optional.empty();
            }
        };
    }

    private static String describe(ConnectionString address) {
        return "mongodb://" + String.join(",", address.getHosts()) + "/"
                + Optional.ofNullable(address.getDatabase()).orElse(MongoViewDatabase.DEFAULT_NAME);
    }

    /** The driver's messages quote the address, with the password. */
    private static ConnectionString parse(String url) {
        try {
            return new ConnectionString(url);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "The address of the views' MongoDB cannot be read: special characters of a user or password must be percent-encoded");
        }
    }

    @Override
    public List<GenerationInfo> generations() {
        return database.call("read", () -> {
            var documents = generationDocuments()
                    .find()
                    .sort(Sorts.ascending(DocumentFormat.ID))
                    .into(new ArrayList<>());
            return documents.stream()
                    .map(document -> new GenerationInfo(
                            document.getLong(DocumentFormat.ID),
                            document.getString("version"),
                            isCurrent(document, documents),
                            MongoViewGeneration.progress(document.get(MongoViewGeneration.PROGRESS, Document.class))))
                    .toList();
        });
    }

    /** The one of its version that was made current last: so one update of one document is enough. */
    private static boolean isCurrent(Document document, List<Document> all) {
        long own = document.getLong(MADE_CURRENT);
        return own > 0
                && all.stream()
                        .filter(other -> other.getString("version").equals(document.getString("version")))
                        .allMatch(other -> other.getLong(MADE_CURRENT) <= own);
    }

    @Override
    public Optional<ViewGeneration> current(String version) {
        return generations().stream()
                .filter(generation ->
                        generation.current() && generation.version().equals(version))
                .map(generation -> (ViewGeneration) new MongoViewGeneration(database, generation.number()))
                .findFirst();
    }

    @Override
    public Optional<ViewGeneration> generation(long number) {
        return generations().stream()
                .filter(generation -> generation.number() == number)
                .map(generation -> (ViewGeneration) new MongoViewGeneration(database, generation.number()))
                .findFirst();
    }

    @Override
    public ViewGeneration create(String version) {
        return database.call("written", () -> {
            long number = next("generation");
            for (var collection : collections) {
                GenerationCollections.create(database, number, collection);
            }
            generationDocuments().insertOne(MongoViewGeneration.newDocument(number, version));
            return new MongoViewGeneration(database, number);
        });
    }

    @Override
    public void makeCurrent(ViewGeneration generation) {
        database.call("written", () -> generationDocuments()
                .updateOne(
                        Filters.eq(DocumentFormat.ID, generation.number()),
                        Updates.set(MADE_CURRENT, next("current"))));
    }

    private long next(String counter) {
        var numbers = database.collection(NUMBERS);
        var updated = numbers.findOneAndUpdate(
                Filters.eq(DocumentFormat.ID, counter),
                Updates.inc("last", 1L),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return Objects.requireNonNull(updated).getLong("last");
    }

    @Override
    public void delete(long generation) {
        database.call("written", () -> {
            generationDocuments().deleteOne(Filters.eq(DocumentFormat.ID, generation));
            // By name: a generation of another version may have other collections.
            for (var name : database.collectionNames()) {
                if (name.startsWith(GenerationCollections.prefix(generation))) {
                    database.collection(name).drop();
                }
            }
            return generation;
        });
    }

    private MongoCollection<Document> generationDocuments() {
        return database.collection(MongoViewGeneration.GENERATIONS);
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void close() {
        database.close();
    }
}
