package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;

/** Documents in SQLite or PostgreSQL. */
public final class JdbcDocumentStore extends AbstractDocumentStore {

    private final Database database;

    /** @param maxBytes the size of the largest document that is accepted */
    public JdbcDocumentStore(Database database, int maxBytes) {
        super(maxBytes);
        this.database = database;
    }

    @Override
    void insertIfAbsent(Hash hash, StoredDocument document) {
        var sql = "INSERT INTO document (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING";
        database.write(
                connection -> Database.update(connection, sql, hash.bytes(), document.mediaType(), document.bytes()));
    }

    @Override
    Optional<StoredDocument> find(Hash hash) {
        var sql = "SELECT media_type, bytes FROM document WHERE hash = ?";
        return database.query(row -> new StoredDocument(row.getString(1), row.getBytes(2)), sql, hash.bytes()).stream()
                .findFirst();
    }
}
