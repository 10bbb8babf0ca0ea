package org.parcours.query.store;

import java.util.Optional;

/** A document that a batch writes or deletes: as it is stored, and as it will be. */
public record DocumentChange(
        CollectionDefinition collection, Optional<StoredDocument> before, Optional<StoredDocument> after) {

    public DocumentChange {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("A change needs a document before or after");
        }
        if (before.isPresent()
                && after.isPresent()
                && !before.get().id().equals(after.get().id())) {
            throw new IllegalArgumentException("A change is of one document: " + before + ", " + after);
        }
    }

    public static DocumentChange insert(CollectionDefinition collection, StoredDocument document) {
        return new DocumentChange(collection, Optional.empty(), Optional.of(document));
    }

    public boolean changesNothing() {
        return before.equals(after);
    }
}
