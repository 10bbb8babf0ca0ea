package org.parcours.command.documents;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.parcours.command.documents.GroupedDocumentInserter.HashedDocument;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.command.store.SqlDialect;

/** Documents in SQLite or PostgreSQL. */
public final class JdbcDocumentStore extends AbstractDocumentStore {

    private static final String INSERT =
            "INSERT INTO document (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING";

    private final Database database;
    private final GroupedDocumentInserter inserter = new GroupedDocumentInserter(this::insertIfAbsent);

    /** @param maxBytes the size of the largest document that is accepted */
    public JdbcDocumentStore(Database database, int maxBytes) {
        super(maxBytes);
        this.database = database;
    }

    @Override
    void insertIfAbsent(Hash hash, StoredDocument document) {
        inserter.insert(new HashedDocument(hash, document));
    }

    private void insertIfAbsent(List<HashedDocument> documents) {
        database.writeBeforeReference(connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
                for (var document : documents) {
                    insert.setBytes(1, document.hash().bytes());
                    insert.setString(2, SqlDialect.withoutNul(document.content().mediaType()));
                    insert.setBytes(3, document.content().bytes());
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    @Override
    Optional<StoredDocument> find(Hash hash) {
        var sql = "SELECT media_type, bytes FROM document WHERE hash = ?";
        return database.query(row -> new StoredDocument(row.getString(1), row.getBytes(2)), sql, hash.bytes()).stream()
                .findFirst();
    }

    @Override
    public List<Content> contents(Optional<String> after, int limit) {
        var sql = "SELECT hash FROM document WHERE hash > ? AND length(hash) = %d ORDER BY hash LIMIT %d"
                .formatted(Hash.LENGTH, limit);
        return database.query(
                row -> {
                    var hash = Hash.ofBytes(row.getBytes(1));
                    return new Content(hash.toString(), hash);
                },
                sql,
                HexFormat.of().parseHex(after.orElse("")));
    }
}
