package org.parcours.command.documents;

import java.util.Optional;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;

/** Documents in SQLite or PostgreSQL. */
public final class JdbcDocumentStore implements DocumentStore {

    private final Database database;
    private final int maxBytes;

    /** @param maxBytes the size of the largest document that is accepted */
    public JdbcDocumentStore(Database database, int maxBytes) {
        this.database = database;
        this.maxBytes = maxBytes;
    }

    @Override
    public DocumentRef put(String mediaType, byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    "A document has at most %d bytes, this one %d".formatted(maxBytes, bytes.length));
        }
        var ref = new DocumentRef(mediaType, Hash.of(bytes).toString(), bytes.length, Optional.empty());
        var sql = "INSERT INTO document (hash, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING";
        return database.write(connection -> {
            try (var insert = connection.prepareStatement(sql)) {
                insert.setBytes(1, Hash.parse(ref.sha256()).bytes());
                insert.setString(2, mediaType);
                insert.setBytes(3, bytes);
                insert.executeUpdate();
                return ref;
            }
        });
    }

    @Override
    public Optional<StoredDocument> get(Hash hash) {
        return database.read(connection -> {
            var sql = "SELECT media_type, bytes FROM document WHERE hash = ?";
            try (var select = connection.prepareStatement(sql)) {
                select.setBytes(1, hash.bytes());
                try (var row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(requireIntact(hash, row.getString(1), row.getBytes(2)))
                            : Optional.empty();
                }
            }
        });
    }

    private static StoredDocument requireIntact(Hash hash, String mediaType, byte[] bytes) {
        if (!Hash.of(bytes).equals(hash)) {
            throw new IllegalStateException("The stored bytes of document " + hash + " were changed");
        }
        return new StoredDocument(mediaType, bytes);
    }
}
